"""Addresses of rooms, sessions, seats and what is printed of them."""

from django.urls import path

from exams.views import seating, seating_papers, seating_rooms, seating_sessions

urlpatterns = [
    path("rooms/", seating_rooms.RoomList.as_view(), name="rooms"),
    path("rooms/new/", seating_rooms.RoomNew.as_view(), name="room_new"),
    path("rooms/<int:pk>/", seating_rooms.RoomEdit.as_view(), name="room"),
    path("rooms/<int:pk>/give-up/", seating_rooms.RoomGiveUp.as_view(), name="room_give_up"),
    path("batch/<int:pk>/seating/", seating.SeatingPage.as_view(), name="seating"),
    path("batch/<int:pk>/seating/publish/", seating.SeatingPublish.as_view(), name="seating_publish"),
    path(
        "batch/<int:pk>/seating/print/<str:paper>/",
        seating_papers.PrintBatch.as_view(),
        name="seating_print",
    ),
    path(
        "batch/<int:pk>/sessions/<str:kind>/new/",
        seating_sessions.SessionNew.as_view(),
        name="session_new",
    ),
    path("sessions/<int:pk>/", seating_sessions.SessionEdit.as_view(), name="session"),
    path("sessions/<int:pk>/remove/", seating_sessions.SessionRemove.as_view(), name="session_remove"),
    path("session-rooms/<int:pk>/", seating.PlacePage.as_view(), name="session_room"),
    path(
        "session-rooms/<int:pk>/<str:paper>/",
        seating_papers.PlacePaper.as_view(),
        name="session_room_paper",
    ),
    path("batch/<int:pk>/ticket/", seating_papers.OwnTicket.as_view(), name="ticket"),
    path("enrolments/<int:pk>/ticket/", seating_papers.Ticket.as_view(), name="enrolment_ticket"),
]
