using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Notifications;

/// <summary>A notice that an event asks for.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Route">Whom.</param>
/// <param name="SubjectId">What it is about: the receipt, order, withdrawal, link, change, recovery, passkey, identity or stock.</param>
public sealed record WantedNotice(NoticeKind Kind, NoticeRoute Route, Guid SubjectId);

/// <summary>Which event tells whom what: the one place that says so.</summary>
public static class Notices
{
    /// <summary>The events that ask for a notice; the others need not even be read.</summary>
    public static IReadOnlyList<Type> Events { get; } =
    [
        typeof(OrderPaid), typeof(InstalmentPaid), typeof(OrderShipped), typeof(OrderArrived), typeof(OrderDelivered), typeof(OrderCancelled), typeof(OrderLineRemoved),
        typeof(ReturnRefunded), typeof(WithdrawalSettled), typeof(WithdrawalRejected), typeof(WithdrawalSettledAfterRejection),
        typeof(EmailVerificationRequested), typeof(ContactChangeScheduled), typeof(ContactChangeWarned),
        typeof(PhoneChanged), typeof(EmailChanged), typeof(RecoveryStarted), typeof(RecoveryCompleted), typeof(PasskeyEnrolled),
        typeof(ExternalIdentityLinked), typeof(WaitlistNotified),
    ];

    /// <summary>The notices that an event asks for. Whether the customer wants the news plays no part (S79).</summary>
    public static IReadOnlyList<WantedNotice> For(object happened) => happened switch
    {
        InstalmentPaid e => [Receipt(NoticeKind.SaleReceipt, ReceiptIds.OfPayment(e.OrderId, e.PaymentId))],
        OrderPaid e => [Receipt(NoticeKind.SaleReceipt, ReceiptIds.OfPayment(e.OrderId, e.AttemptId))],
        OrderShipped e => [new(NoticeKind.OrderShipped, NoticeRoute.VerifiedEmail, e.OrderId)],
        OrderArrived e => [new(NoticeKind.OrderArrived, NoticeRoute.VerifiedEmailOrSms, e.OrderId)],
        OrderDelivered e => [new(NoticeKind.OrderDelivered, NoticeRoute.VerifiedEmail, e.OrderId)],
        OrderCancelled e => [new(NoticeKind.OrderCancelled, NoticeRoute.VerifiedEmail, e.OrderId), .. Refund(e.OrderId, e.RemovalId ?? e.OrderId, e.GivenBack)],
        OrderLineRemoved e => Refund(e.OrderId, e.RemovalId, [e.GivenBack]),
        ReturnRefunded e => Refund(e.OrderId, e.ReturnId, e.GivenBack),
        WithdrawalSettled e => [new(NoticeKind.WithdrawalSettled, NoticeRoute.Phone, e.WithdrawalId)],
        WithdrawalRejected e => [new(NoticeKind.WithdrawalRejected, NoticeRoute.Phone, e.WithdrawalId)],
        WithdrawalSettledAfterRejection e => [new(NoticeKind.WithdrawalSettledLate, NoticeRoute.Phone, e.WithdrawalId)],
        EmailVerificationRequested e => [new(NoticeKind.EmailProof, NoticeRoute.EmailToProve, e.LinkId)],
        ContactChangeScheduled e => Warning(e.Kind, e.ChangeId),
        ContactChangeWarned e => Warning(e.Kind, e.ChangeId),
        PhoneChanged e => [new(NoticeKind.PhoneChanged, NoticeRoute.LostContact, e.ChangeId), new(NoticeKind.PhoneChanged, NoticeRoute.VerifiedEmail, e.ChangeId)],
        EmailChanged e => [new(NoticeKind.EmailChanged, NoticeRoute.LostContact, e.ChangeId), new(NoticeKind.EmailChanged, NoticeRoute.VerifiedEmail, e.ChangeId)],
        RecoveryStarted e => ToAllVerified(NoticeKind.RecoveryStarted, e.RecoveryId),
        RecoveryCompleted e => ToAllVerified(NoticeKind.RecoveryCompleted, e.RecoveryId),
        PasskeyEnrolled e => [new(NoticeKind.PasskeyEnrolled, NoticeRoute.VerifiedEmail, e.PasskeyId)],
        ExternalIdentityLinked e => [new(NoticeKind.IdentityLinked, NoticeRoute.VerifiedEmail, e.IdentityId)],
        WaitlistNotified e => [new(NoticeKind.BackInStock, NoticeRoute.Phone, e.StockId)],
        _ => [],
    };

    private static WantedNotice Receipt(NoticeKind kind, Guid receiptId) => new(kind, NoticeRoute.VerifiedEmailOrSms, receiptId);

    // What was not paid yet is not refunded either.
    private static WantedNotice[] Refund(Guid orderId, Guid causeId, IReadOnlyList<TenderShare> givenBack) =>
        givenBack.Any(s => s.Wallet + s.Card + s.Instalments + s.Points > 0) ? [Receipt(NoticeKind.RefundReceipt, ReceiptIds.OfRefund(orderId, causeId))] : [];

    // Whoever took the phone cannot read the mail as well, as a rule; the other way round the phone is the contact to lose itself.
    private static WantedNotice[] Warning(ContactKind kind, Guid changeId) => kind == ContactKind.Phone
        ? [new(NoticeKind.ContactChangeWarning, NoticeRoute.ContactToLose, changeId), new(NoticeKind.ContactChangeWarning, NoticeRoute.VerifiedEmail, changeId)]
        : [new(NoticeKind.ContactChangeWarning, NoticeRoute.ContactToLose, changeId)];

    private static WantedNotice[] ToAllVerified(NoticeKind kind, Guid subjectId) =>
        [new(kind, NoticeRoute.Phone, subjectId), new(kind, NoticeRoute.VerifiedEmail, subjectId)];
}
