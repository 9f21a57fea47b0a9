using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class ProblemTests(HttpFixture fixture)
{
    [Theory]
    [InlineData(RejectionKind.Invalid, 422)]
    [InlineData(RejectionKind.Conflict, 409)]
    [InlineData(RejectionKind.Forbidden, 403)]
    [InlineData(RejectionKind.NotFound, 404)]
    [InlineData(RejectionKind.Gone, 410)]
    [InlineData(RejectionKind.TooMany, 429)]
    [InlineData(RejectionKind.Unauthenticated, 401)]
    public async Task A_refusal_is_a_problem_with_the_status_of_its_kind(RejectionKind kind, int status)
    {
        var answer = await fixture.Host.GetAsync($"/api/trial/refusals/{kind}");

        ((int)answer.Status).Should().Be(status);
        answer.Header("Content-Type").Should().Be("application/problem+json");
        var problem = answer.Json.AsObject();
        ((string?)problem["type"]).Should().Be("urn:marketplace:problem:trial.refused");
        ((string?)problem["title"]).Should().Be("Refused");
        ((int?)problem["status"]).Should().Be(status, "a fact never replaces a standard member");
        ((string?)problem["code"]).Should().Be("trial.refused");
        ((string?)problem["detail"]).Should().Be("No, thank you.");
        ((long?)problem["available"]).Should().Be(1500);
        ((string?)problem["reason"]).Should().Be("wrong-item");
        ((string?)problem["errors"]?["lines[0].amount"]?[0]).Should().Be(kind == RejectionKind.Invalid ? "No, thank you." : null);
    }

    [Fact]
    public async Task Asked_too_often_says_when_to_come_back()
    {
        var answer = await fixture.Host.GetAsync($"/api/trial/refusals/{RejectionKind.TooMany}");
        int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture).Should().BeInRange(85, 90);
        ((DateTimeOffset?)answer.Json["retryAt"]).Should().BeAfter(DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("ru", "ru")]
    [InlineData("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru")]
    [InlineData("en-US,en;q=0.9,ru;q=0.8", "en")]
    [InlineData("de,ru;q=0.3", "ru")]
    [InlineData("ru;q=0,en;q=0.1", "en")]
    [InlineData("de", "en")]
    [InlineData("*", "en")]
    [InlineData(";;;q=x", "en")]
    public async Task The_detail_follows_the_callers_language(string? accepted, string language)
    {
        var answer = await fixture.Host.GetAsync("/api/trial/result", accepted is null ? [] : [("Accept-Language", accepted)]);
        ((string?)answer.Json["detail"]).Should().Be(language == "ru" ? "Такого кошелька нет." : "There is no such wallet.");
        answer.Header("Content-Language").Should().Be(language);
        answer.Header("Vary").Should().Contain("Accept-Language");
        answer.Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/nowhere", "GET", null, 404, "resource.not-found")]
    [InlineData("/nowhere", "GET", null, 404, "resource.not-found")]
    [InlineData("/api/trial/result", "DELETE", null, 405, "request.method-not-allowed")]
    [InlineData("/api/trial/signed-in", "GET", null, 401, "auth.sign-in-required")]
    [InlineData("/api/trial/admin", "GET", "anna", 403, "auth.forbidden")]
    [InlineData("/api/trial/failures/missing", "GET", null, 404, "resource.not-found")]
    [InlineData("/api/trial/failures/race", "GET", null, 409, "concurrency.conflict")]
    [InlineData("/api/trial/failures/other", "GET", null, 500, "internal")]
    [InlineData("/api/trial/failures/tampered", "GET", null, 500, "internal")]
    [InlineData("/api/trial/refusals/13x", "GET", null, 400, "request.malformed")]
    public async Task Every_status_has_a_body_with_a_code(string path, string method, string? user, int status, string code)
    {
        var answer = await fixture.Host.SendAsync(new HttpMethod(method), path, null, user is null ? [] : [("X-User", user)]);
        ((int)answer.Status).Should().Be(status);
        answer.Code.Should().Be(code);
        answer.Body.Should().NotContain("482913").And.NotContain("Exception").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_refused_command_leaves_no_line_above_debug_and_never_its_secret()
    {
        var before = fixture.Host.Log.Lines.Count;
        await fixture.Host.GetAsync($"/api/trial/refusals/{RejectionKind.Conflict}");

        var lines = fixture.Host.Log.Lines.Skip(before).ToList();
        lines.Should().Contain(l => l.Level == LogLevel.Debug && l.Text == "Refused: trial.refused", "the bus did try to log it");
        lines.Should().NotContain(l => l.Level > LogLevel.Information);
        lines.Should().NotContain(l => l.Text.Contains("482913", StringComparison.Ordinal) || l.Exception is Marketplace.Application.RefusedException);
    }

    [Fact]
    public async Task Other_failures_are_logged_with_their_exception_once_by_us_and_tampering_is_an_alarm()
    {
        var before = fixture.Host.Log.Lines.Count;
        await fixture.Host.GetAsync("/api/trial/failures/other");
        await fixture.Host.GetAsync("/api/trial/failures/tampered");

        var lines = fixture.Host.Log.Lines.Skip(before).Where(l => l.Level >= LogLevel.Error).ToList();
        lines.Should().HaveCount(2);
        lines[0].Exception.Should().BeOfType<InvalidOperationException>();
        lines[1].Level.Should().Be(LogLevel.Critical);
        lines[1].Text.Should().StartWith("TAMPER ALARM");
    }

    [Fact]
    public void The_quiet_logger_drops_refusals_and_passes_everything_else()
    {
        var logger = fixture.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("quiet");
        var refusal = new Marketplace.Application.RefusedException(new Rejection("a.b", RejectionKind.Conflict, "", ""));
        var other = new InvalidOperationException("x", refusal);
        logger.LogError(refusal, "with {Command}", "secret");
        logger.LogError(other, "other");
        logger.LogDebug(refusal, "debug");

        var lines = fixture.Host.Log.Lines.Where(l => l.Category == "quiet").ToList();
        lines.Select(l => (l.Level, l.Text)).Should().Equal((LogLevel.Debug, "Refused: a.b"), (LogLevel.Error, "other"), (LogLevel.Debug, "debug"));
        lines[1].Exception.Should().BeSameAs(other);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error()
    {
        var before = fixture.Host.Log.Lines.Count;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var wait = () => fixture.Host.Client.GetAsync(new Uri("/api/trial/wait", UriKind.Relative), patience.Token);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        await Task.Delay(500);
        fixture.Host.Log.Lines.Skip(before).Should().NotContain(l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_503_with_a_code()
    {
        var answer = await fixture.Host.GetAsync("/api/trial/wait");
        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Code.Should().Be("service.timed-out");
        answer.Header("Retry-After").Should().Be("2");
    }

    [Fact]
    public async Task A_connection_that_the_database_ends_is_503_with_retry_after()
    {
        var asleep = fixture.Host.GetAsync("/api/trial/sleep");
        await TerminateSleeperAsync();
        ShouldBeAway(await asleep);
    }

    [Fact]
    public async Task A_refused_connection_is_503_with_retry_after() => ShouldBeAway(await fixture.Host.GetAsync("/api/trial/failures/socket"));

    private static void ShouldBeAway(Answer answer)
    {
        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable, answer.Body);
        answer.Code.Should().Be("service.unavailable");
        answer.Header("Retry-After").Should().Be("2");
    }

    private async Task TerminateSleeperAsync()
    {
        await using var source = NpgsqlDataSource.Create(fixture.Database);
        await using var kill = source.CreateCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid() and datname = current_database()");
        await Eventually.HappensAsync(async () => await kill.ExecuteScalarAsync() is > 0L, "somebody sleeps");
    }
}
