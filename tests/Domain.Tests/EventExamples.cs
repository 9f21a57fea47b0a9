using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests;

/// <summary>
/// One example of every event, all its members set: what the stored form, its snapshot and its round trip are shown with. A new
/// event needs one here; a test says so. Test projects that need it link this file.
/// </summary>
public static class EventExamples
{
    private static readonly Guid CustomerId = Id(1);
    private static readonly Guid WalletId = Id(2);
    private static readonly Guid CardId = Id(3);
    private static readonly Guid OrderId = Id(4);
    private static readonly Guid AttemptId = Id(5);
    private static readonly Guid TopUpId = Id(6);
    private static readonly Guid WithdrawalId = Id(7);
    private static readonly Guid LineId = Id(8);
    private static readonly Guid RemovalId = Id(9);
    private static readonly Guid ReturnId = Id(10);
    private static readonly Guid LotId = Id(11);
    private static readonly Guid RedemptionId = Id(12);
    private static readonly DateTimeOffset At = new(2026, 11, 9, 9, 0, 0, 123, TimeSpan.Zero);
    private static readonly Pii<string> Email = new(CustomerId, "email", "maria@example.com");
    private static readonly Pii<string> NewPhone = new(CustomerId, "phone", "+79261112233");
    private static readonly DateOnly Due = new(2026, 12, 9);
    private static readonly TenderShare[] Shares = [new(LineId, 92_40, 23, 184_60), new(Guid.Empty, 99_73, 0, 199_27)];
    private static readonly LotShare[] Lots = [new(LotId, 7), new(Id(13), 3)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<object> All => [.. OfCustomers, .. OfContacts, .. OfDeletions, .. OfWallets, .. OfCertificates, .. OfOrders, .. OfReturns, .. OfBonusCards, .. OfQuestions, .. OfFavourites, .. OfPromotions, .. OfFirstOrders, .. OfReferrals, .. OfStock, .. OfReviews];

    private static IEnumerable<CustomerEvent> OfCustomers =>
    [
        new CustomerRegistered(CustomerId, new Pii<string>(CustomerId, "phone", "+79161234567"), At),
        new TermsAccepted(CustomerId, "2026-11", At),
        new SessionOpened(CustomerId, Id(14), SignInMethod.PhoneCode, new Pii<string>(CustomerId, "client", "Машин телефон"), At),
        new SessionClosed(CustomerId, Id(14), SessionEnd.ClosedElsewhere, At),
        new ExternalIdentityLinked(CustomerId, Id(20), ExternalProvider.Sber, new Pii<string>(CustomerId, "external-subject", "sub-1"), At),
        new PasskeyEnrolled(CustomerId, Id(21), new Pii<string>(CustomerId, "client", "Машин телефон"), At),
        new PasskeyRemoved(CustomerId, Id(21), At),
        new ProfileSaved(CustomerId, new Pii<Profile>(CustomerId, "profile", new Profile("Петрова", "Мария", "Ивановна", new DateOnly(1990, 5, 17))), At),
        new ActivationRequested(CustomerId, Id(22), Email, Id(15), At),
        new AccountActivated(CustomerId, Id(22), At),
        new EmailAdded(CustomerId, Id(23), Email, At),
        new EmailVerificationRequested(CustomerId, Id(23), Id(24), At.AddDays(1), At),
        new EmailVerified(CustomerId, Id(23), Id(24), At),
        new AccountProtected(CustomerId, At),
        new PersonalDataConsentGiven(CustomerId, "2026-11", At),
        new PersonalDataConsentRevoked(CustomerId, "2026-11", At),
        new NewsletterSubscribed(CustomerId, "account", At),
        new NewsletterUnsubscribed(CustomerId, "account", At),
        new SupportViewed(CustomerId, Id(25), SupportTopic.OrderStatus, OrderId, "agent-7", new Pii<string>(CustomerId, "support-reason", "звонок клиента"), At),
    ];

    private static IEnumerable<CustomerEvent> OfContacts =>
    [
        new ContactChangeRequested(CustomerId, Id(26), ContactKind.Phone, NewPhone, Id(15), Id(27), At.AddHours(1), At),
        new ContactChangeScheduled(CustomerId, Id(26), ContactKind.Phone, At.AddDays(14), At),
        new ContactChangeWarned(CustomerId, Id(26), ContactKind.Phone, 7, At),
        new ContactChangeCancelled(CustomerId, Id(26), ContactKind.Phone, ContactChangeEnd.CancelledByLink, At),
        new PhoneChanged(CustomerId, Id(26), NewPhone, new Pii<string>(CustomerId, "phone", "+79161234567"), ContactChangeReason.GraceElapsed, At),
        new EmailChanged(CustomerId, Id(26), Id(28), Email, new Pii<string>(CustomerId, "email", "old@example.com"), ContactChangeReason.BothProved, At),
        new RecoveryStarted(CustomerId, Id(29), "agent-7", new Pii<string>(CustomerId, "support-reason", "телефон утерян"), Id(15), At.AddHours(1), At),
        new RecoveryPhoneNamed(CustomerId, Id(29), NewPhone, Id(27), At),
        new RecoveryCompleted(CustomerId, Id(29), At),
    ];

    private static IEnumerable<CustomerEvent> OfDeletions =>
    [
        new DeletionRequested(
            CustomerId, Id(30), DeletionReason.TooManyMessages, new Pii<string>(CustomerId, "deletion-comment", "Пишите Марии"), ContactKind.Email, Id(15), At),
        new DeletionWithdrawn(CustomerId, Id(30), At),
        new DeletionConfirmed(CustomerId, Id(30), At),
        new DeletionStopped(CustomerId, Id(30), [DeletionBlocker.WalletNotEmpty], At),
        new CustomerErased(CustomerId, At),
        new ErasureCompleted(CustomerId, [new RemovedRows("Session", 2), new RemovedRows("ContactClaim", 0)], At),
    ];

    private static IEnumerable<WalletEvent> OfWallets =>
    [
        new WalletOpened(WalletId, CustomerId, At),
        new TopUpRequested(WalletId, TopUpId, 1_000_00, At),
        new TopUpDeclined(WalletId, TopUpId, "do-not-honour", At),
        new WalletCredited(WalletId, RemovalId, 46_03, CreditSource.LineRemoved, RemovalId, OrderId, At),
        new FundsHeld(WalletId, WithdrawalId, 400_00, HoldPurpose.Withdrawal, WithdrawalId, At.AddMinutes(20), At),
        new HoldCaptured(WalletId, WithdrawalId, 400_00, HoldPurpose.Withdrawal, WithdrawalId, At),
        new HoldReleased(WalletId, WithdrawalId, 400_00, ReleaseReason.RejectedByBank, At),
        new WithdrawalRequested(
            WalletId, WithdrawalId, 400_00,
            new Pii<PayoutDestination>(CustomerId, "requisites", new PayoutDestination("044525225", "40817810500000000001", "Мария Петрова")),
            Id(15), At.AddMinutes(20), At),
        new WithdrawalConfirmed(WalletId, WithdrawalId, new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 12), At.AddDays(4), At),
        new WithdrawalSent(WalletId, WithdrawalId, At),
        new WithdrawalOutcomeUnknown(WalletId, WithdrawalId, At),
        new WithdrawalSettled(WalletId, WithdrawalId, At),
        new WithdrawalRejected(WalletId, WithdrawalId, "account-closed", At),
        new WithdrawalCancelled(WalletId, WithdrawalId, ReleaseReason.NotConfirmed, At),
        new WithdrawalBecameOverdue(WalletId, WithdrawalId, At),
        new WalletClosed(WalletId, At),
        new WalletReopened(WalletId, At),
        new WithdrawalSettledAfterRejection(WalletId, WithdrawalId, 400_00, 150_00, At),
        new WalletDebtSettled(WalletId, TopUpId, 150_00, At),
    ];

    private static IEnumerable<CertificateEvent> OfCertificates =>
    [
        new CertificateIssued(Id(30), Id(31), 5_000_00, At.AddYears(1), "admin-3", At),
        new CertificateActivated(Id(30), CustomerId, WalletId, 5_000_00, At),
    ];

    private static IEnumerable<OrderEvent> OfOrders =>
    [
        new OrderPlaced(
            OrderId, CustomerId,
            [new OrderedLine(LineId, "book", "Букварь «Азбука»", "books", 2, 150_00, PriceKind.Member, 270_00) { Reductions = [new LineReduction(ReductionKind.PromoCode, "AZBUKA", 30_00)], Returns = ReturnRule.FaultOnly }],
            DeliveryKind.PickupPoint, "msk-1", new Pii<string>(CustomerId, "address", "Тверская, 1"), 299_00, 569_00, "2026-11", At)
        {
            Discounts = [new UsedDiscount(ReductionKind.PromoCode, "AZBUKA", Id(31), 30_00)],
            ReturnPolicy = "2026-11",
            Guest = true,
        },
        new GuestOrderClaimed(OrderId, Id(46), CustomerId, new Pii<string>(CustomerId, "address", "Тверская, 1"), At),
        new OrderPaymentRequested(OrderId, AttemptId, 192_13, 23, 383_87, At),
        new OrderPaymentDeclined(OrderId, AttemptId, "do-not-honour", At),
        new OrderPaid(OrderId, AttemptId, 192_13, 23, 383_87, "4242", [Shares[0], Shares[1] with { Instalments = 10_00 }], At) { InstalmentAmount = 10_00 },
        new InstalmentPlanOpened(
            OrderId, CustomerId, 383_87, [new(1, 127_95, Due), new(2, 127_95, Due.AddMonths(1)), new(3, 127_97, Due.AddMonths(2))], "2026-11", At),
        new InstalmentPaid(OrderId, CustomerId, Id(45), 127_95, At),
        new InstalmentsRefunded(OrderId, CustomerId, ReturnId, 255_92, 100, At),
        new OrderAssemblyStarted(OrderId, At),
        new OrderShipped(OrderId, 383_87, At),
        new OrderArrived(OrderId, At),
        new ShipmentStatusRecorded(OrderId, Id(44), ShipmentStatus.AtSortingCentre, At.AddHours(-3), At),
        new OrderDelivered(OrderId, 2, At.AddDays(7), At, [new LineRate(LineId, 100)]),
        new CardPaymentCaptured(OrderId, AttemptId, 383_87, At),
        new CardPaymentVoided(OrderId, AttemptId, At),
        new OrderLineRemoved(OrderId, RemovalId, LineId, 1, 150_00, new TenderShare(LineId, 46_03, 12, 91_97), At),
        new OrderCancelled(OrderId, Shares, At, RemovalId),
    ];

    private static IEnumerable<OrderEvent> OfReturns =>
    [
        new ReturnRequested(OrderId, ReturnId, CustomerId, [new ReturnedUnits(LineId, 2, ReturnReason.NotAsDescribed)], RefundDestination.Original, At),
        new ReturnApproved(OrderId, ReturnId, At),
        new ReturnRejected(OrderId, ReturnId, "worn", At),
        new ReturnReceived(OrderId, ReturnId, [new CountedUnits(LineId, 1)], At),
        new ReturnRefunded(OrderId, ReturnId, [new TenderShare(LineId, 46_03, 12, 91_97)], 46_03, 91_97, 2, At),
        new CardRefunded(OrderId, ReturnId, 91_97, At),
    ];

    private static IEnumerable<BonusCardEvent> OfBonusCards =>
    [
        new CardIdentitySubmitted(CardId, CustomerId, Id(32), At),
        new BonusCardIssued(CardId, CustomerId, At),
        new PointsAccrued(CardId, LotId, 12, OrderId, At.AddDays(7), At, "2026-11"),
        new PointsActivated(CardId, LotId, 12, At.AddDays(372), At),
        new PointsRedeemed(CardId, RedemptionId, 10, OrderId, Lots, At),
        new PointsRestored(CardId, RedemptionId, ReturnId, 10, OrderId, Lots, At),
        new PointsClawedBack(CardId, OrderId, ReturnId, 12, Lots, 2, At),
        new PointsDebtSettled(CardId, 10, Lots, At),
        new PointsExpired(CardId, LotId, 2, At),
        new BonusCardClosed(CardId, 5, At),
    ];

    private static IEnumerable<SupportQuestionEvent> OfQuestions =>
    [
        new SupportQuestionAsked(Id(30), CustomerId, SupportTopic.Delivery, OrderId, new Pii<string>(CustomerId, "support-question", "Где мой заказ, Тверская, 1?"), At),
        new SupportQuestionAnswered(Id(30), "agent-7", new Pii<string>(CustomerId, "support-answer", "Мария Петрова, он в пути"), At),
    ];

    private static IEnumerable<PromotionEvent> OfPromotions =>
    [
        new PromoCodeDefined(Id(31), "AZBUKA", 10_00, 0, 500_00, At, At.AddDays(30), 1, 100, 200_00, ["books"], CustomerId, At),
        new PromoCodeUsed(Id(31), OrderId, CustomerId, At),
        new PromoCodeReleased(Id(31), OrderId, At),
    ];

    private static IEnumerable<FirstOrderEvent> OfFirstOrders =>
    [
        new FirstOrderDiscountGranted(Id(32), CustomerId, 10_00, 500_00, At),
        new FirstOrderDiscountUsed(Id(32), OrderId, At),
        new FirstOrderDiscountRestored(Id(32), OrderId, At),
    ];

    private static IEnumerable<ReferralEvent> OfReferrals =>
    [
        new ReferralCodeIssued(Id(33), CustomerId, "FR-ABCDEFGH23", At),
        new ReferrerNamed(Id(33), Id(34), OrderId, At),
        new FriendInvited(Id(33), Id(35), OrderId, At),
        new FriendRewarded(Id(33), Id(35), OrderId, "REWARD-ABCDEFGH23", "REWARD-23ABCDEFGH", At),
        new FriendRewardRevoked(Id(33), Id(35), OrderId, ReferralEnd.MonthlyLimit, At),
    ];

    private static IEnumerable<FavouriteEvent> OfFavourites =>
    [
        new FavouriteAdded(Id(31), CustomerId, "book", At),
        new FavouriteRemoved(Id(31), CustomerId, "book", At),
    ];

    private static IEnumerable<StockEvent> OfStock =>
    [
        new StockOpened(Id(40), "tea", At),
        new StockReceived(Id(40), 12, At),
        new StockCounted(Id(40), 11, -1, At),
        new StockTaken(Id(40), OrderId, 2, At),
        new StockReturned(Id(40), OrderId, RemovalId, 1, At),
        new ItemReserved(Id(40), Id(41), CustomerId, "tea", 3, At.AddDays(1), At),
        new ReservationConverted(Id(40), Id(41), OrderId, 2, At),
        new ReservationReleased(Id(40), Id(41), 1, At),
        new ReservationExpired(Id(40), Id(42), 1, At),
        new WaitlistJoined(Id(40), CustomerId, "tea", At),
        new WaitlistLeft(Id(40), CustomerId, At),
        new WaitlistNotified(Id(40), CustomerId, "tea", At),
    ];

    private static IEnumerable<ReviewEvent> OfReviews =>
    [
        new ReviewLeft(Id(43), OrderId, CustomerId, 5, new Pii<string>(CustomerId, "review", "Спасибо, Машин чай цел"), At),
        new ReviewEdited(Id(43), 4, null, At),
    ];

    private static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:D12}");
}
