"""An organisation's training by the pages: seen with names, planned by a file, exported as CSV."""

import csv
import io
from datetime import UTC, datetime
from html import unescape

import pytest

from chassis.errors import Invalid, Violation
from isp.identity.v1 import organisations_pb2
from isp.training.v1 import course_pb2, training_pb2
from isp.training.v1 import staff_pb2 as pb
from services.gateway.pages.staff_training import FAULTS, plain
from services.training.domain.errors import NotTrainingManager
from services.training.domain.staff_file import MOST_BYTES, Fault, read_staff_file
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.organisation_routes import ME, OTHER
from tests.contract.gateway.route import PERSON_ID
from tests.contract.gateway.staff_training_routes import NOT_BEGUN, RECORD, STAFF_COURSE
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/organisation/training"
FILE = f"{OWN}/file"
REFUSED = NotTrainingManager("Only an admin or the security lead of an organisation may.")


@pytest.fixture
def manager(browsing: Browsing) -> Browsing:
    browsing.sign_in()
    found = pb.GetStaffTrainingResponse(
        people=[
            pb.StaffMember(subject=ME.subject),
            pb.StaffMember(subject=OTHER.subject, courses=[STAFF_COURSE], records=[RECORD]),
        ]
    )
    browsing.gateway.backend.answers["GetStaffTraining"] = found
    return browsing


def sent(browsing: Browsing, body: bytes, do: str, path: str = FILE):
    file = (io.BytesIO(body), "staff.csv", "text/csv")
    return browsing.post(path, {"file": file, "do": do})


def test_people_stand_there_by_the_names_that_their_organisation_knows(manager: Browsing) -> None:
    page = main_of(manager.get(OWN).text)
    assert "Ann &lt;b&gt; (you)" in page
    assert "Nothing yet." in page
    assert "=Awareness &lt;b&gt;" in page
    assert "certificate good until 24 November 2026" in page
    assert "asked for by 24 December 2026" in page
    assert "Recorded by your employer" in page
    assert f'href="{OWN}?page=next%2Bpage"' in page
    assert [pb.GetStaffTrainingRequest(subjects=[ME.subject, OTHER.subject])] == heard(
        manager, "GetStaffTraining"
    )


def test_whom_training_does_not_show_is_not_there(manager: Browsing) -> None:
    manager.gateway.backend.answers["GetStaffTraining"] = pb.GetStaffTrainingResponse(
        people=[pb.StaffMember(subject=ME.subject)]
    )
    assert "Bob Lee" not in manager.get(OWN).text


@pytest.mark.parametrize("path", [OWN, FILE, f"{OWN}/export.csv"])
def test_who_manages_none_is_refused(manager: Browsing, path: str) -> None:
    manager.gateway.backend.refuse(REFUSED, "GetStaffTraining")
    answer = manager.get(path)
    assert 403 == answer.status_code
    assert "Only an admin or the security lead" in answer.text


def test_the_organisation_leads_there(manager: Browsing) -> None:
    assert f'href="{OWN}"' in manager.get("/account/organisation").text
    assert f'href="/cy{OWN}"' in manager.get("/cy/account/organisation").text


def test_the_export_has_every_page_and_no_formula(manager: Browsing) -> None:
    pages = [
        organisations_pb2.ListMembersResponse(members=[ME], next_page_token="more"),
        organisations_pb2.ListMembersResponse(members=[OTHER]),
    ]
    manager.gateway.backend.in_turn["ListMembers"] = pages
    answer = manager.get(f"{OWN}/export.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [
        [
            "Bob",
            "Lee",
            "course",
            "'=Awareness <b>",
            "",
            "COMPLETED",
            "2026-12-24",
            "2026-11-24",
            "2026-11-24",
            "2026-11-24",
        ],
        [
            "Bob",
            "Lee",
            "recorded by your employer",
            "First aid",
            "'@A college",
            "",
            "",
            "",
            "2026-01-02",
            "2029-01-02",
        ],
    ] == rows[1:]
    assert ["", "more"] == [each.page_token for each in heard(manager, "ListMembers")]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    assert f"'{start}SUM(A1)" == plain(f"{start}SUM(A1)")
    assert f"a{start}" == plain(f"a{start}")


@pytest.mark.parametrize(("do", "tried"), [("try", True), ("take", False)])
def test_a_file_is_matched_with_ones_own_people_and_tried_or_taken(
    manager: Browsing, do: str, tried: bool
) -> None:
    body = b"email,course,due\n"
    answer = sent(manager, body, do)
    page = unescape(main_of(answer.text))
    assert ("What the file would do" in page) is tried
    assert "New: 1. Changed: 2. As it was already: 3. Wrong: 1." in page
    assert (
        "<strong>Line 4</strong>, <code>due</code>: It is no day like 2026-12-31 or 31/12/2026."
        in page
    )
    people = [pb.KnownMember(email="one@hall.example", subject=PERSON_ID)]
    assert [pb.ImportStaffFileRequest(file=body, people=people, dry_run=tried)] == heard(
        manager, "ImportStaffFile"
    )
    assert [organisations_pb2.MatchMembersRequest(emails=["one@hall.example"])] == heard(
        manager, "MatchMembers"
    )
    assert ("The good rows are kept." in unescape(answer.text)) is not tried


def test_who_tried_a_file_is_told_that_nothing_is_kept_and_what_to_do(manager: Browsing) -> None:
    said = "Nothing is kept yet. To keep the good rows, choose the file once more"
    assert said in sent(manager, b"email,course\n", "try").text
    assert said not in sent(manager, b"email,course\n", "take").text


def test_where_no_row_is_good_nobody_is_told_that_some_are_kept(manager: Browsing) -> None:
    manager.gateway.backend.answers["ImportStaffFile"] = pb.ImportStaffFileResponse(
        errors=[pb.StaffFileError(line=2, column="course", fault=pb.STAFF_FILE_FAULT_MISSING)]
    )
    page = sent(manager, b"email,course\n", "take").text
    assert "No row of the file is good: nothing is kept." in page
    assert "The good rows are kept." not in page


@pytest.mark.parametrize(("begins", "title"), [("", "Awareness"), ("/cy", "Ymwybyddiaeth")])
def test_the_page_has_an_example_that_the_service_reads_and_every_title(
    manager: Browsing, begins: str, title: str
) -> None:
    course = course_pb2.Course(title="Awareness", title_cy="Ymwybyddiaeth")
    found = training_pb2.ListCoursesResponse(courses=[course])
    manager.gateway.backend.answers["ListCourses"] = found
    page = unescape(main_of(manager.get(f"{begins}{FILE}").text))
    _, _, after = page.partition("<code>email,course,due\n")
    example = "email,course,due\n" + after.partition("</code>")[0]
    (row,) = csv.DictReader(io.StringIO(example))
    assert title == row["course"]
    read = read_staff_file(example.encode(), datetime.now(UTC).date())
    assert ([row["email"]], []) == (read.emails, read.errors)
    assert f'<li class="isp-told">{title}</li>' in page


def test_without_a_course_there_is_no_example(manager: Browsing) -> None:
    manager.gateway.backend.answers["ListCourses"] = training_pb2.ListCoursesResponse()
    assert "Titles of our courses" not in manager.get(FILE).text


def test_a_file_without_good_rows_asks_nobody_who_they_are(manager: Browsing) -> None:
    manager.gateway.backend.answers["ReadStaffFile"] = pb.ReadStaffFileResponse()
    sent(manager, b"email,course\n", "try")
    assert [] == heard(manager, "MatchMembers")
    assert 1 == len(heard(manager, "ImportStaffFile"))


def test_a_file_that_cannot_be_read_is_said_so_at_the_field(manager: Browsing) -> None:
    manager.gateway.backend.refuse(Invalid(Violation("file", "must be UTF-8")), "ReadStaffFile")
    answer = sent(manager, b"\xff", "take")
    assert 400 == answer.status_code
    assert "must be UTF-8" in unescape(answer.text)
    assert [] == heard(manager, "ImportStaffFile")


def test_of_a_file_that_is_too_large_just_so_much_goes_on_as_shows_it(manager: Browsing) -> None:
    sent(manager, b"a" * (MOST_BYTES + 10), "try")
    (request,) = heard(manager, "ReadStaffFile")
    assert MOST_BYTES + 1 == len(request.file)


def test_every_fault_has_words() -> None:
    assert {each.name for each in Fault} == FAULTS.keys()


def test_learners_are_told_who_sees_their_training_and_what_is_asked(manager: Browsing) -> None:
    page = main_of(manager.get("/learn/mine").text)
    assert "The admins and the security lead of your organisation see" in page
    assert "Recorded by your employer" in page
    assert f'/learn/{NOT_BEGUN.course_id}">Lockdown</a>' in page
    manager.gateway.backend.answers["GetAskedOfMe"] = pb.GetAskedOfMeResponse()
    assert "security lead" not in main_of(manager.get("/learn/mine").text)
