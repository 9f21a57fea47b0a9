using CsCheck;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>What is asked for next.</summary>
internal enum Ask
{
    TopUp,
    AnswerTopUp,
    IssueCard,
    Place,
    Claim,
    Pay,
    PayInstalment,
    AnswerCard,
    Remove,
    Cancel,
    Lapse,
    Fulfil,
    Carrier,
    Acquirer,
    RequestReturn,
    DecideReturn,
    CountReturn,
    Withdraw,
    ConfirmWithdrawal,
    EndWithdrawal,
    Bank,
    Overdue,
    Certificate,
    Activate,
    CloseWallet,
    Expire,
    CloseCard,
    SettleReferral,
    Wait,
    Again,
}

/// <summary>
/// One step of a random life. <c>A</c> says of which order, attempt or return, <c>B</c> and <c>C</c> how, each from 0 to 99;
/// they mean something only together with what is there when the step is taken.
/// </summary>
internal sealed record Step(Ask Ask, int A, int B, int C)
{
    private static readonly (int Weight, Ask Ask)[] Weights =
    [
        (6, Ask.TopUp), (7, Ask.AnswerTopUp), (1, Ask.IssueCard), (6, Ask.Place), (9, Ask.Pay), (6, Ask.PayInstalment), (2, Ask.Claim), (8, Ask.AnswerCard), (4, Ask.Remove),
        (2, Ask.Cancel), (2, Ask.Lapse), (16, Ask.Fulfil), (3, Ask.Carrier), (6, Ask.Acquirer), (9, Ask.RequestReturn), (9, Ask.DecideReturn), (9, Ask.CountReturn),
        (4, Ask.Withdraw), (4, Ask.ConfirmWithdrawal), (2, Ask.EndWithdrawal), (6, Ask.Bank), (2, Ask.Overdue), (4, Ask.Certificate), (5, Ask.Activate),
        (1, Ask.CloseWallet), (2, Ask.Expire), (1, Ask.CloseCard), (3, Ask.SettleReferral), (9, Ask.Wait), (3, Ask.Again),
    ];

    private static readonly Gen<Ask> Asks = Gen.OneOf<Ask>([.. Weights.SelectMany(w => Enumerable.Repeat(w.Ask, w.Weight))]);

    private static readonly Gen<int> Number = Gen.Int[0, 99];

    // Money and a card of points, so that what follows means something.
    private static readonly Step[] Rich = [new(Ask.IssueCard, 0, 0, 0), new(Ask.TopUp, 0, 99, 99), new(Ask.AnswerTopUp, 0, 0, 0)];

    // A fridge is placed, paid from the wallet and delivered.
    private static readonly Step[] Delivered =
    [
        .. Rich, new(Ask.Place, 0, 0, 0), new(Ask.Pay, 0, 24, 30), new(Ask.Fulfil, 0, 0, 1), new(Ask.Fulfil, 0, 0, 1), new(Ask.Fulfil, 0, 0, 1),
    ];

    // The same, but a card pays what 60 % of the price from the wallet leaves.
    private static readonly Step[] DeliveredByCard =
    [
        .. Rich, new(Ask.Place, 0, 0, 0), new(Ask.Pay, 0, 25, 60), new(Ask.AnswerCard, 0, 0, 0), new(Ask.Fulfil, 0, 0, 1),
        new(Ask.Fulfil, 0, 0, 1), new(Ask.Acquirer, 0, 0, 0), new(Ask.Fulfil, 0, 0, 1),
    ];

    // The same in six instalments, a third of it from the wallet.
    private static readonly Step[] DeliveredOnInstalments =
    [
        .. Rich, new(Ask.Place, 0, 0, 0), new(Ask.Pay, 0, 20, 33), new(Ask.PayInstalment, 0, 0, 0), new(Ask.Fulfil, 0, 0, 1),
        new(Ask.Fulfil, 0, 0, 1), new(Ask.Fulfil, 0, 0, 1),
    ];

    // Its points can be spent.
    private static readonly Step[] WithPoints = [.. Delivered, new(Ask.Wait, 6, 0, 0), new(Ask.Activate, 0, 0, 0)];

    // Nobody spent them within the year.
    private static readonly Step[] Forgotten = [.. WithPoints, new(Ask.Wait, 9, 0, 0)];

    // They are spent on another order, while the fridge is on its way back: this is how a debt of points begins.
    private static readonly Step[] OnTheWayBack =
    [
        .. Delivered, new(Ask.RequestReturn, 0, 50, 0), new(Ask.DecideReturn, 0, 0, 0), new(Ask.Wait, 6, 0, 0), new(Ask.Activate, 0, 0, 0),
        new(Ask.Place, 2, 3, 0), new(Ask.Pay, 0, 24, 30),
    ];

    // The bank refuses a payout of everything, most of the money is spent, and the bank finds that it has paid.
    private static readonly Step[] Owing =
    [
        .. Rich, new(Ask.Withdraw, 0, 99, 0), new(Ask.ConfirmWithdrawal, 0, 0, 0), new(Ask.Bank, 0, 60, 0), new(Ask.Place, 0, 0, 0), new(Ask.Pay, 0, 24, 30),
        new(Ask.Bank, 0, 90, 0),
    ];

    // The same, but the money waits for the code of another payout.
    private static readonly Step[] OwingWhileAsking =
    [
        .. Rich, new(Ask.Withdraw, 0, 99, 0), new(Ask.ConfirmWithdrawal, 0, 0, 0), new(Ask.Bank, 0, 60, 0), new(Ask.Withdraw, 0, 80, 0), new(Ask.Bank, 90, 90, 0),
    ];

    // The first order, with the code of a friend, is delivered; its reward is still to come.
    private static readonly Step[] Invited =
    [
        .. Rich, new(Ask.Place, 0, 1, 8), new(Ask.Pay, 0, 24, 30), new(Ask.Fulfil, 0, 0, 1), new(Ask.Fulfil, 0, 0, 1), new(Ask.Fulfil, 0, 0, 1), new(Ask.SettleReferral, 0, 1, 1),
    ];

    // Whoever has no bonus card means to pay with points all the same.
    private static readonly Step[] WithoutCard = [new(Ask.Place, 0, 1, 0), new(Ask.Pay, 0, 1, 95)];

    /// <summary>A life: one of eleven beginnings, so that late events are not rare, and then anything.</summary>
    internal static Gen<Step[]> Lives { get; } = Gen.Select(
        Gen.OneOf<Step[]>(Rich, Delivered, DeliveredByCard, DeliveredOnInstalments, WithPoints, Forgotten, OnTheWayBack, Owing, OwingWhileAsking, Invited, WithoutCard),
        Gen.Select(Asks, Number, Number, Number, (ask, a, b, c) => new Step(ask, a, b, c)).Array[10, 120],
        (beginning, steps) => (Step[])[.. beginning, .. steps]);

    public override string ToString() => $"new({nameof(Ask)}.{Ask}, {A}, {B}, {C})";
}
