"""What the OpenAPI document says of every operation, beside what its route says."""

from typing import Any, Final

from apiflask import APIFlask

_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "reason"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reason": {"type": "string"},
        "error_id": {"type": "string", "format": "uuid"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_CONTENT: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "A UUID of your own: the same key with the same body is done once.",
    "schema": {"type": "string", "format": "uuid"},
}
_VERSION: Final = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag that you read.",
    "schema": {"type": "string"},
}
NEEDS: Final = {
    "post_alerts_draft_alert": _KEY,
    "post_cap_import_cap": _KEY,
    "post_content_publish_document": _KEY,
    "post_attachments_begin_upload": _KEY,
    "post_attachments_remove_attachment": _VERSION,
    "post_packages_begin_package": _KEY,
    "post_packages_withdraw_package": _VERSION,
    "post_engagement_ask_expert": _KEY,
    "post_training_enrol": _KEY,
    "post_training_start_attempt": _KEY,
    "post_training_submit_answers": _KEY,
    "post_training_issue_certificate": _KEY,
    "post_accreditation_reissue_certificate": _KEY,
    "post_led_sessions_book_session": _KEY,
    "post_led_sessions_schedule_session": _KEY,
    "put_led_sessions_move_session": _VERSION,
    "post_identity_register": _KEY,
    "post_premises_create_organisation": _KEY,
    "post_premises_add_premises": _KEY,
    "post_subscriptions_start": _KEY,
    "post_identity_request_verification": _KEY,
    "post_identity_record_check": _KEY,
    "post_verifications_request_provider_check": _KEY,
    "post_privacy_requests_make_privacy_request": _KEY,
    "post_privacy_requests_record_privacy_request": _KEY,
    "post_privacy_requests_withdraw_privacy_request": _VERSION,
    "post_privacy_requests_extend_privacy_request": _VERSION,
    "post_complaints_make_complaint": _KEY,
    "post_complaints_answer_complaint": _VERSION,
    **dict.fromkeys(
        (
            "post_verifications_appeal_verification",
            "post_verifications_withdraw_verification",
            "post_verifications_claim_verification",
            "delete_verifications_release_verification",
        ),
        _VERSION,
    ),
    "post_organisations_invite_colleague": _KEY,
    "put_organisations_rename_organisation": _VERSION,
    "post_channels_add_channel": _KEY,
    "post_directory_send_relay_message": _KEY,
    "put_premises_update_premises": _VERSION,
    "delete_premises_remove_premises": _VERSION,
    "put_content_revise_document": _VERSION,
    "post_content_withdraw_document": _VERSION,
    "post_engagement_ask_further": _VERSION,
    "post_engagement_close_question": _VERSION,
    "post_engagement_claim_question": _VERSION,
    "post_engagement_release_question": _VERSION,
    "post_engagement_hand_over_question": _VERSION,
    "post_engagement_answer_question": _VERSION,
    "post_drills_start_drill": _KEY,
    "post_drills_end_drill": _VERSION,
    "post_providers_propose_provider": _KEY,
    "post_providers_confirm_provider": _VERSION,
    "post_providers_disable_provider": _VERSION,
    "post_drafts_create_draft": _KEY,
    **dict.fromkeys(
        (
            "put_drafts_change_draft",
            "post_drafts_submit_draft",
            "post_drafts_return_draft",
            "post_drafts_discard_draft",
            "post_upkeep_review_document",
            "post_upkeep_plan_withdrawal",
        ),
        _VERSION,
    ),
    "post_partner_links_add_partner_link": _KEY,
    "put_partner_links_change_partner_link": _VERSION,
    "post_partner_links_remove_partner_link": _VERSION,
    "put_synonyms_change_synonyms": _VERSION,
    "post_saved_searches_save_search": _KEY,
    "put_saved_searches_change_saved_search": _VERSION,
    "delete_saved_searches_delete_saved_search": _VERSION,
    "put_receipts_confirm_receipt": _VERSION,
    "post_receipts_remind_of_receipt": _VERSION,
    "post_feeds_renew_feed_link": _KEY,
    "delete_feeds_end_feed_link": _VERSION,
    "post_access_ask_for_access": _KEY,
    "post_access_withdraw_access_request": _VERSION,
    "post_access_decide_access_request": _VERSION,
    "post_access_revoke_access": _VERSION,
    "post_remarks_leave_remark": _KEY,
    "post_formats_ask_for_format": _KEY,
    **{
        f"post_formats_{verb}_format_request": _VERSION
        for verb in ("withdraw", "claim", "release", "answer", "close")
    },
    "put_remarks_settle_remark": _VERSION,
    "post_catalogues_propose_catalogue": _KEY,
    "post_catalogues_confirm_catalogue": _VERSION,
    "post_catalogues_end_catalogue": _VERSION,
    "post_partners_propose_partner_site": _KEY,
    "post_partners_confirm_partner_site": _VERSION,
    "post_partners_issue_partner_secret": _VERSION,
    "post_partners_disable_partner_site": _VERSION,
    "post_groups_create_group": _KEY,
    "post_groups_renew_group": _VERSION,
    "delete_groups_end_group": _VERSION,
    "post_role_grants_propose_role_grant": _KEY,
    **dict.fromkeys(
        (
            "post_role_grants_confirm_role_grant",
            "post_role_grants_refuse_role_grant",
            "post_role_grants_withdraw_role_grant",
            "post_role_grants_end_role_grant",
            "post_role_grants_activate_role",
            "delete_role_grants_deactivate_role",
        ),
        _VERSION,
    ),
    "post_seats_create_seat": _KEY,
    "post_seats_appoint_to_seat": _VERSION,
    "post_seats_vacate_seat": _VERSION,
    "delete_seats_close_seat": _VERSION,
    "post_regional_draft_regional_alert": _KEY,
    "post_regional_return_regional_alert": _VERSION,
    "post_regional_withdraw_regional_alert": _VERSION,
    "post_cascades_pass_on": _VERSION,
    "post_cascades_report_up": _KEY,
    "post_push_subscribe_push": _KEY,
    "post_devices_register_device": _KEY,
    "post_passkeys_register_passkey": _KEY,
    "post_webhooks_register_webhook": _KEY,
    "post_webhooks_ping_webhook": _KEY,
    "post_webhooks_rotate_webhook_secret": _VERSION,
    "post_webhooks_enable_webhook": _VERSION,
    "delete_webhooks_delete_webhook": _VERSION,
    "post_alerts_submit_alert": _VERSION,
    "put_alerts_edit_alert": _VERSION,
    "post_alerts_review_alert": _VERSION,
    "post_templates_propose_template": _KEY,
    "post_templates_retire_template": _VERSION,
    "post_templates_break_glass": _KEY,
    "post_safeguards_propose_freeze": _KEY,
    "post_safeguards_confirm_freeze": _VERSION,
    "post_safeguards_propose_unfreeze": _VERSION,
    "post_safeguards_confirm_unfreeze": _VERSION,
    "post_alerts_update_alert": _KEY,
    "post_alerts_return_alert": _VERSION,
    "post_alerts_discard_alert": _VERSION,
    "post_answers_answer_by_link": _KEY,
    "post_answers_answer_alert": _KEY,
    "post_answers_staff_help_queue": _KEY,
    "post_answers_report_situation": _KEY,
    "delete_answers_leave_help_queue": _VERSION,
    "post_answers_take_help_request": _VERSION,
    "post_answers_close_help_request": _VERSION,
    "post_alerts_withdraw_alert": _VERSION,
    "post_alerts_propose_all_clear": _VERSION,
    "post_cordons_propose_cordon": _KEY,
    "post_rumours_propose_rumour": _KEY,
    "post_rumours_drop_rumour": _VERSION,
    "put_site_responses_set_site_response": _VERSION,
    "post_site_responses_lift_site_response": _VERSION,
    "post_rumours_withdraw_rumour": _VERSION,
    **dict.fromkeys(
        (
            *("post_cordons_move_cordon", "post_cordons_lift_cordon"),
            *("post_cordons_drop_cordon_change", "post_cordons_renew_cordon"),
            "post_cordons_take_cordon",
        ),
        _VERSION,
    ),
    "post_threat_levels_propose_threat_level": _KEY,
    "post_threat_levels_withdraw_threat_level": _VERSION,
}
"""The header that an operation needs."""

_TEXT: Final = {"schema": {"type": "string"}}
ALSO: Final = {
    "get_alerts_export_decisions": {"application/jsonl": _TEXT},
    "get_analytics_get_usage": {"text/csv": _TEXT},
    "get_privacy_requests_download_export": {
        "application/zip": {"schema": {"type": "string", "format": "binary"}}
    },
    "get_cap_atom": {"application/atom+xml": _TEXT},
    "get_cap_feed": {"application/atom+xml": _TEXT},
    "get_feeds_read_feed": {"application/atom+xml": _TEXT},
    "get_feeds_read_own_feed": {"application/atom+xml": _TEXT},
    "get_cap_of_alert": {"application/cap+xml": _TEXT},
    "get_cap_of_identifier": {"application/cap+xml": _TEXT},
}
"""What an operation answers beside JSON, or in its place."""

_PATH: Final = {
    "number": {"type": "integer", "minimum": 0, "maximum": 199},
    "postcode": {"type": "string", "minLength": 1, "maxLength": 20},
    "code": {"type": "string", "minLength": 1, "maxLength": 100},
    "identifier": {"type": "string", "minLength": 1, "maxLength": 200},
}
"""What stands in an address, where it is no id."""


_XML: Final = {"content": {"application/cap+xml": {"schema": {"type": "string"}}}}
_BYTES: Final = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
BODIES: Final = {
    "post_cap_import_cap": _XML,
    "put_attachments_put_upload_piece": _BYTES,
    "put_packages_put_package_piece": _BYTES,
}
"""Bodies that are not JSON."""


def install(app: APIFlask, *, public_url: str) -> None:
    """Let the document say who serves it, which headers are needed, and what a problem is."""
    app.config.update(AUTO_OPERATION_ID=True, SERVERS=[{"url": public_url}])

    @app.spec_processor
    def complete(said: dict[str, Any] | str) -> dict[str, Any] | str:
        spec: dict[str, Any] = said  # type: ignore[assignment] # ours is JSON
        spec["tags"] = list({each["name"]: each for each in spec["tags"]}.values())
        schemas = spec["components"]["schemas"]
        schemas.pop("HTTPError", None)
        schemas.pop("ValidationError", None)
        schemas["Problem"] = _PROBLEM
        for operations in spec["paths"].values():
            for operation in operations.values():
                _complete(operation)
        return spec


def _complete(operation: dict[str, Any]) -> None:
    for each in operation["parameters"]:
        if each["in"] == "path":
            each["schema"] = _PATH.get(each["name"], {"type": "string", "format": "uuid"})
    if header := NEEDS.get(operation["operationId"]):
        operation["parameters"].append(header)
    if body := BODIES.get(operation["operationId"]):
        operation["requestBody"] = dict(body)
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    if other := ALSO.get(operation["operationId"]):
        operation["responses"]["200"].setdefault("content", {}).update(other)
    operation["responses"]["default"] = {"description": "A problem"}
    for status, answer in operation["responses"].items():
        if status[0] in "45d":
            answer["content"] = _CONTENT
        elif status[0] == "3":
            answer.pop("content", None)
