namespace Marketplace.Domain.Customers;

/// <summary>At most so many in any stretch of time of that length.</summary>
public sealed record CodeCap(int Count, TimeSpan Within);

/// <summary>What a code of one channel is like.</summary>
/// <param name="Digits">How many digits it has.</param>
/// <param name="Life">How long it lives.</param>
/// <param name="Tries">How often it may be compared.</param>
public sealed record CodeForm(int Digits, TimeSpan Life, int Tries);

/// <summary>The numbers of one-time codes (P2, D12, D14).</summary>
public sealed record CodePolicy
{
    /// <summary>A code in a text message or a letter.</summary>
    public CodeForm Written { get; init; } = new(Digits: 6, TimeSpan.FromMinutes(10), Tries: 5);

    /// <summary>A code in the number of a caller: there are few of them, so they live shorter and bear fewer tries (S22).</summary>
    public CodeForm Called { get; init; } = new(Digits: 4, TimeSpan.FromMinutes(2), Tries: 3);

    /// <summary>What a code of that channel is like.</summary>
    public CodeForm Of(CodeChannel channel) => channel == CodeChannel.Call ? Called : Written;

    /// <summary>The cool-down: how soon the same code may be asked for again. It is also P2's «1 a minute».</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From here on asking again is subject to the day's caps only (S37).</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How many codes of one purpose a number gets.</summary>
    public IReadOnlyList<CodeCap> PerNumber { get; init; } =
        [new(3, TimeSpan.FromMinutes(10)), new(5, TimeSpan.FromHours(1)), new(10, TimeSpan.FromDays(1))];

    /// <summary>How many codes one internet address may ask for.</summary>
    public IReadOnlyList<CodeCap> PerAddress { get; init; } = [new(10, TimeSpan.FromHours(1)), new(30, TimeSpan.FromDays(1))];

    /// <summary>After so many wrong codes in a row, over all challenges of a number, codes pause (X22).</summary>
    public int FailuresBeforePause { get; init; } = 20;

    /// <summary>After so many in a row codes are closed until the customer signs in by another way.</summary>
    public int FailuresBeforeClosing { get; init; } = 100;

    /// <summary>For how long they pause.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>The numbers of sessions (P16).</summary>
public sealed record SessionPolicy
{
    /// <summary>How long a session lives without being used.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long it lives in all.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many a customer may have.</summary>
    public int Most { get; init; } = 10;

    /// <summary>How often it is noted that a session is in use.</summary>
    public TimeSpan NoteUseEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many characters the name of a device may have.</summary>
    public int LongestClient { get; init; } = 100;

    /// <summary>The moment from which a session opens nothing.</summary>
    public DateTimeOffset ExpiryOf(DateTimeOffset createdAt, DateTimeOffset lastSeenAt)
    {
        var (byUse, byAge) = (lastSeenAt + Idle, createdAt + Life);
        return byUse < byAge ? byUse : byAge;
    }
}
