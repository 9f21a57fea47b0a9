namespace Marketplace.Domain.Promises;

/// <summary>Promises under way, and how those ended that are not.</summary>
internal sealed class PromiseBook
{
    private readonly Dictionary<(PromiseKind, Guid), Owed> open = [];
    private readonly Dictionary<(PromiseKind, Guid), DateTimeOffset> doneBefore = [];
    private readonly Dictionary<PromiseKind, List<BrokenPromise>> broken = [];
    private readonly Dictionary<PromiseKind, (long Kept, long Void)> ended = [];

    /// <summary>A promise is made. <c>amount</c> is what it is about, in any unit; with nothing left of it nothing is owed.</summary>
    public void Make(PromiseKind kind, Guid id, DateTimeOffset? notBefore, DateTimeOffset dueAt, Guid ownerId = default, long amount = 1)
    {
        open[(kind, id)] = new Owed(ownerId, notBefore, dueAt, amount);
        // One transaction writes to several streams, and the store numbers the wallet's events before the order's or after them.
        if (doneBefore.Remove((kind, id), out var at)) Done(kind, id, at);
    }

    /// <summary>It is carried out.</summary>
    public void Done(PromiseKind kind, Guid id, DateTimeOffset at)
    {
        if (!open.Remove((kind, id), out var owed))
        {
            if (kind == PromiseKind.WalletRefunded) doneBefore[(kind, id)] = at;
            return;
        }

        if (at < owed.NotBefore || at > owed.DueAt) Broken(kind).Add(new BrokenPromise(id, owed.NotBefore, owed.DueAt, at));
        else ended[kind] = (Ended(kind).Kept + 1, Ended(kind).Void);
    }

    /// <summary>Nothing is owed any more.</summary>
    public void Void(PromiseKind kind, Guid id)
    {
        if (open.Remove((kind, id))) ended[kind] = (Ended(kind).Kept, Ended(kind).Void + 1);
    }

    /// <summary>Nothing is owed any more to that owner.</summary>
    public void VoidOf(PromiseKind kind, Guid ownerId)
    {
        foreach (var (key, _) in open.Where(o => o.Key.Item1 == kind && o.Value.OwnerId == ownerId).ToList()) Void(kind, key.Item2);
    }

    /// <summary>It is about less than before.</summary>
    public void Lessen(PromiseKind kind, Guid id, long amount)
    {
        if (!open.TryGetValue((kind, id), out var owed)) return;
        if (owed.Amount > amount) open[(kind, id)] = owed with { Amount = owed.Amount - amount };
        else Void(kind, id);
    }

    public IReadOnlyList<PromiseTally> At(DateTimeOffset now) => [.. Enum.GetValues<PromiseKind>().Select(k => TallyOf(k, now))];

    private PromiseTally TallyOf(PromiseKind kind, DateTimeOffset now)
    {
        var mine = open.Where(o => o.Key.Item1 == kind).ToList();
        var overdue = mine.Where(o => o.Value.DueAt < now).Select(o => new BrokenPromise(o.Key.Item2, o.Value.NotBefore, o.Value.DueAt, null)).ToList();
        List<BrokenPromise> all = [.. Broken(kind), .. overdue];
        var early = all.Count(b => b.DoneAt < b.NotBefore);
        return new PromiseTally(
            kind, Ended(kind).Kept, early, all.Count - early, mine.Count - overdue.Count, Ended(kind).Void, [.. all.OrderBy(b => b.DueAt).ThenBy(b => b.Id)]);
    }

    private List<BrokenPromise> Broken(PromiseKind kind) => broken.TryGetValue(kind, out var found) ? found : broken[kind] = [];

    private (long Kept, long Void) Ended(PromiseKind kind) => ended.GetValueOrDefault(kind);

    private sealed record Owed(Guid OwnerId, DateTimeOffset? NotBefore, DateTimeOffset DueAt, long Amount);
}
