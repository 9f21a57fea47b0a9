using System.Diagnostics;
using FluentAssertions;
using Marketplace.Application.Customers.Sessions;
using Xunit;

namespace Marketplace.Host.Tests.Auth;

public sealed class SessionCacheTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionCache cache = new(new SessionCacheOptions { Sessions = 10, TrustedFor = TimeSpan.FromMinutes(1) });

    [Fact]
    public void S33_before_anybody_listens_nothing_is_remembered_or_given_out()
    {
        cache.Loaded("a", New(), cache.Told);
        (cache.Count, cache.Find("a")).Should().Be((0, null));
    }

    [Fact]
    public void S33_what_is_remembered_is_given_out_while_somebody_listens()
    {
        var session = Remembered("a");
        cache.Find("a").Should().Be(session);
        cache.Deaf();
        cache.Find("a").Should().BeNull();
        Listen();
        cache.Find("a").Should().Be(session);
    }

    [Fact]
    public async Task S33_the_last_answer_of_the_database_counts_for_a_time_only()
    {
        var brief = new SessionCache(new SessionCacheOptions { TrustedFor = TimeSpan.FromMilliseconds(50) });
        brief.HeardAll(Stopwatch.GetTimestamp());
        await Task.Delay(60);
        brief.IsTrusted.Should().BeFalse();
    }

    [Fact]
    public void S33_a_session_that_ended_while_its_row_was_read_is_not_remembered()
    {
        Listen();
        var (session, asked) = (New(), cache.Told);
        cache.Forget(session.CustomerId);
        cache.Loaded("a", session, asked);
        cache.Find("a").Should().BeNull();
    }

    [Fact]
    public void S33_forgetting_a_customer_forgets_all_sessions_of_that_one_alone()
    {
        var (mine, foreign) = (Remembered("a"), Remembered("c"));
        Remembered("b", mine.CustomerId);
        cache.Forget(mine.CustomerId);
        (cache.Find("a"), cache.Find("b"), cache.Find("c")).Should().Be((null, null, foreign));
    }

    [Fact]
    public void It_is_bounded_and_keeps_what_is_used()
    {
        Remembered("used");
        for (var n = 0; n < 1000; n++)
        {
            Remembered($"{n}");
            cache.Find("used").Should().NotBeNull();
            cache.Count.Should().BeLessThanOrEqualTo(10);
        }

        cache.Find("0").Should().BeNull();
    }

    private void Listen() => cache.HeardAll(Stopwatch.GetTimestamp());

    private LiveSession Remembered(string id, Guid? customer = null)
    {
        Listen();
        var session = New(customer);
        cache.Loaded(id, session, cache.Told);
        return session;
    }

    private static LiveSession New(Guid? customer = null) => new(Guid.NewGuid(), customer ?? Guid.NewGuid(), At, At);
}
