namespace Marketplace.Domain.Tests.Machines;

/// <summary>All kinds of aggregates.</summary>
internal static class Machines
{
    public static IReadOnlyList<Machine> All { get; } =
    [
        CustomerMachine.Customer, MoneyMachines.Wallet, MoneyMachines.BonusCard, MoneyMachines.Certificate,
        OrderMachines.Order, OrderMachines.Review, OrderMachines.Stock, OrderMachines.Favourites,
        PromotionMachines.Promotion, PromotionMachines.FirstOrderDiscount, PromotionMachines.Referrals, OrderMachines.Question,
    ];

    public static Machine Named(string name) => All.Single(m => m.Name == name);

    /// <summary>The state that these events make of nothing.</summary>
    public static TState Folded<TState, TEvent>(Func<TState?, TEvent, TState?> evolve, params IEnumerable<TEvent> events)
        where TState : class => Scenario.Given(evolve, events).State!;

    /// <summary>The state after a decision that must come to something: a table does not start where no history leads to.</summary>
    public static TState After<TState, TEvent>(TState? state, Func<TState?, TEvent, TState?> evolve, Decision<TEvent> decision)
        where TState : class => decision.IsRefused || decision.Events.Count == 0
            ? throw new InvalidOperationException($"The state is not reached: {decision.Rejection?.Code ?? "nothing happened"}")
            : decision.Events.Aggregate(state, evolve)!;
}
