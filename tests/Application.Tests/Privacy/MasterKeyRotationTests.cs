using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

/// <summary>One master key takes the place of another while hosts read and write. Each test has a vault of its own.</summary>
public sealed class MasterKeyRotationTests : IAsyncLifetime
{
    private readonly VaultFixture fixture = new();
    private readonly FileMasterKey old = new(RandomNumberGenerator.GetBytes(32));
    private readonly FileMasterKey next = new(RandomNumberGenerator.GetBytes(32));

    private MasterKeyRing Before => new(old, [next]);

    private MasterKeyRing After => new(next, [old]);

    public Task InitializeAsync() => fixture.InitializeAsync();

    public Task DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task S100_a_rotation_wraps_every_key_anew_and_the_old_master_key_opens_nothing_more()
    {
        var keys = await SubjectsAsync(1_100);
        var destroyed = keys.Keys.First();
        await fixture.NewVault(master: Before).DestroyAsync(destroyed);
        List<RotationProgress> told = [];

        var done = await new MasterKeyRotation(fixture.Database, After).RunAsync(new Heard(told), CancellationToken.None);

        done.Should().Be(1_099);
        told.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder(p => p.Rewrapped);
        told[^1].Should().Be(new RotationProgress(1_099, 0));
        (await fixture.ScalarAsync<bool>("select wrapped_key is null from data_keys where subject_id = $1", destroyed)).Should().BeTrue("a rotation brings nobody back");
        ShouldFind(fixture.NewVault(master: next), keys, except: destroyed);
        var one = keys.Keys.Last();
        fixture.NewVault(master: old).Invoking(v => v.Find(one)).Should().Throw<CryptographicException>();
        (await new MasterKeyRotation(fixture.Database, After).RunAsync(null, CancellationToken.None)).Should().Be(0, "there is nothing left to do");
    }

    [Fact]
    public async Task A_rotation_that_is_cut_short_leaves_everything_readable_and_goes_on_where_it_was()
    {
        var keys = await SubjectsAsync(1_100);
        using var cut = new CancellationTokenSource();
        var first = () => new MasterKeyRotation(fixture.Database, After).RunAsync(new Cut(cut), cut.Token);
        await first.Should().ThrowAsync<OperationCanceledException>();

        // Hosts that have not been told of the new order, and those that have, read both kinds.
        ShouldFind(fixture.NewVault(master: Before), keys);
        ShouldFind(fixture.NewVault(master: After), keys);
        (await new MasterKeyRotation(fixture.Database, After).RunAsync(null, CancellationToken.None)).Should().Be(600);
        ShouldFind(fixture.NewVault(master: next), keys);
    }

    [Fact]
    public async Task Keys_that_are_made_and_destroyed_during_a_rotation_are_where_they_belong()
    {
        var keys = await SubjectsAsync(1_100);
        var (host, lost) = (fixture.NewVault(master: Before), keys.Keys.Where((_, i) => i % 11 == 0).ToHashSet());
        var rotation = Task.Run(() => new MasterKeyRotation(fixture.Database, After).RunAsync(null, CancellationToken.None));
        List<Guid> born = [];
        foreach (var subject in lost)
        {
            await host.DestroyAsync(subject);
            born.Add(Guid.NewGuid());
            await host.CreateAsync(born[^1], CancellationToken.None);
        }

        await rotation;
        // The host still wraps by the old one: what it made behind the back of the first run the second finds.
        await new MasterKeyRotation(fixture.Database, After).RunAsync(null, CancellationToken.None);

        var vault = fixture.NewVault(master: next);
        lost.Should().OnlyContain(subject => vault.Find(subject) == null);
        born.Should().OnlyContain(subject => vault.Find(subject)!.SequenceEqual(host.Find(subject)!));
    }

    [Fact]
    public async Task A_rotation_without_the_master_key_that_wrapped_stops_and_names_the_customer()
    {
        var subject = (await SubjectsAsync(1)).Keys.Single();

        var run = () => new MasterKeyRotation(fixture.Database, next).RunAsync(null, CancellationToken.None);

        await run.Should().ThrowAsync<CryptographicException>().WithMessage($"*{subject}*");
        ShouldFind(fixture.NewVault(master: old), new Dictionary<Guid, byte[]> { [subject] = fixture.NewVault(master: old).Find(subject)! });
    }

    [Fact]
    public void A_ring_wraps_by_the_first_and_names_a_master_key_that_it_does_not_have()
    {
        var (subject, key) = (Guid.NewGuid(), RandomNumberGenerator.GetBytes(32));
        After.Wrap(subject, key).Should().StartWith(next.CurrentVersion());
        After.Unwrap(subject, old.Wrap(subject, key)).Should().Equal(key);
        var foreign = new FileMasterKey(RandomNumberGenerator.GetBytes(32));
        After.Invoking(r => r.Unwrap(subject, foreign.Wrap(subject, key))).Should().Throw<CryptographicException>()
            .WithMessage($"*{Convert.ToHexStringLower(foreign.CurrentVersion())}*does not have*");
        After.Invoking(r => r.Unwrap(subject, new byte[3])).Should().Throw<CryptographicException>().WithMessage("*too short*");
    }

    private async Task<Dictionary<Guid, byte[]>> SubjectsAsync(int count)
    {
        var vault = fixture.NewVault(master: Before, cached: count * 2);
        var subjects = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToList();
        foreach (var subject in subjects) await vault.CreateAsync(subject, CancellationToken.None);
        return subjects.ToDictionary(subject => subject, subject => vault.Find(subject)!);
    }

    private static void ShouldFind(Vault vault, Dictionary<Guid, byte[]> keys, Guid? except = null)
    {
        foreach (var (subject, key) in keys.Where(k => k.Key != except))
        {
            if (!vault.Find(subject)!.SequenceEqual(key)) Assert.Fail($"{subject} has another key now");
        }
    }

    private sealed class Heard(List<RotationProgress> told) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => told.Add(value);
    }

    private sealed class Cut(CancellationTokenSource source) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => source.Cancel();
    }
}
