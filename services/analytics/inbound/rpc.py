"""The RPCs of analytics: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from isp.analytics.v1 import analytics_pb2, analytics_pb2_grpc
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from services.analytics.inbound.translate import figures_to_pb, question_from
from services.analytics.usecases.get_usage import GetUsage
from services.analytics.usecases.list_metrics import ListMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsServicer(analytics_pb2_grpc.AnalyticsServiceServicer):
    """isp.analytics.v1.AnalyticsService."""

    list_metrics: ListMetrics
    get_usage: GetUsage

    def ListMetrics(
        self, request: analytics_pb2.ListMetricsRequest, context: grpc.ServicerContext
    ) -> analytics_pb2.ListMetricsResponse:
        """Say what is counted."""
        return analytics_pb2.ListMetricsResponse(metrics=self.list_metrics())

    def GetUsage(
        self, request: analytics_pb2.GetUsageRequest, context: grpc.ServicerContext
    ) -> analytics_pb2.GetUsageResponse:
        """Tell a metric's figures."""
        who, (metric, dimension, period) = caller(context), question_from(request)
        figures = self.get_usage(who, metric=metric, dimension=dimension, period=period)
        return figures_to_pb(figures)


def services_of(
    analytics: AnalyticsServicer, privacy: PrivacyServicer
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of analytics with what adds each to a server."""
    return {
        analytics_pb2.DESCRIPTOR.services_by_name["AnalyticsService"]: lambda server: (
            analytics_pb2_grpc.add_AnalyticsServiceServicer_to_server(analytics, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
    }
