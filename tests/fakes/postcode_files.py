"""Small postcode directories in the two open formats, made by the tests.

The rows are our own; only the columns are those of the ONS Postcode Directory and of Code-Point
Open (both under the Open Government Licence v3.0).
"""

from collections.abc import Iterable

NO_POINT = "99.999999,0.000000"


def onspd(*rows: tuple[str, str], region_column: str = "rgn", point: str = NO_POINT) -> list[str]:
    """Lines of an ONS Postcode Directory with these postcodes and regions, all at one point."""
    head = f"pcd,pcd2,pcds,dointr,doterm,oscty,ctry,{region_column},lat,long"
    return [head, *(_onspd_row(postcode, region, point) for postcode, region in rows)]


def _onspd_row(postcode: str, region: str, point: str) -> str:
    tight = postcode.replace(" ", "")
    before = f'"{tight}","{tight}","{postcode}","198001","","E99999999"'
    return f'{before},"E92000001","{region}",{point}'


def code_point_row(postcode: str, country: str, *, county: str = "", district: str = "") -> str:
    """A line of Code-Point Open, which has no header."""
    where = f'"{postcode}",10,529090,179645,"{country}","E19000003","E18000007"'
    return f'{where},"{county}","{district}","E05000644"'


def many(number: int) -> Iterable[tuple[str, str]]:
    """So many different postcodes of London, with their region."""
    letters = "ABDEFGHJLN"
    for each in range(number):
        unit = f"{letters[each // 10 % 10]}{letters[each % 10]}"
        yield f"N{1 + each // 1000} {each // 100 % 10}{unit}", "E12000007"
