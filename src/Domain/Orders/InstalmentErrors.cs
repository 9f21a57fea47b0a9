namespace Marketplace.Domain.Orders;

/// <summary>Why instalments are refused.</summary>
public static class InstalmentErrors
{
    /// <summary>P13: not so many parts.</summary>
    public static Rejection PartsInvalid(IReadOnlyCollection<int> offered) =>
        new Rejection(
            "order.instalments-invalid", RejectionKind.Invalid,
            $"Instalments are paid in {string.Join(", ", offered)} monthly parts. Choose one of these.",
            $"Рассрочка бывает на {string.Join(", ", offered)} месяцев. Выберите один из этих сроков.")
        { Field = "instalments" };

    /// <summary>There is not a kopeck for each part.</summary>
    public static Rejection TooSmall => new(
        "order.instalments-too-small", RejectionKind.Invalid,
        "There is too little left to pay for so many parts. Pay it at once, or choose fewer parts.",
        "Остаток слишком мал для стольких частей. Оплатите сразу или выберите меньше частей.")
    { Field = "instalments" };

    /// <summary>What is left is taken by a card or by instalments.</summary>
    public static Rejection CardOrInstalments => new(
        "order.card-or-instalments", RejectionKind.Invalid,
        "What the wallet and the points leave is paid by a card or by instalments, not by both. Leave one of them out.",
        "Остаток оплачивают картой или в рассрочку, но не тем и другим сразу. Уберите одно из двух.")
    { Field = "instalments" };

    /// <summary>The order was bought otherwise.</summary>
    public static Rejection NoPlan => new(
        "order.no-instalments", RejectionKind.Conflict,
        "This order was not bought in instalments; nothing is owed for it.",
        "Этот заказ куплен не в рассрочку, долга по нему нет.");

    /// <summary>All of it is paid.</summary>
    public static Rejection Settled => new(
        "order.instalments-settled", RejectionKind.Conflict,
        "The instalments of this order are paid off; nothing is owed any more.",
        "Рассрочка по этому заказу погашена, долга больше нет.");
}
