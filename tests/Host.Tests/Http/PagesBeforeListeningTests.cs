using FluentAssertions;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Marketplace.Host.Tests.Http;

/// <summary>A host asks for pages of its own before it listens, and starts whatever becomes of them.</summary>
public class PagesBeforeListeningTests
{
    private readonly List<string> happened = [];

    [Fact]
    public async Task The_search_and_the_product_that_it_finds_are_asked_for_before_the_host_listens()
    {
        await StartAsync(http => http.Response.WriteAsync(http.Request.Path == "/api/products"
            ? """{"items":[{"sku":"tea","name":"Tea","category":"food","price":100,"memberPrice":null,"available":true}],"nextCursor":null}"""
            : "{}"));
        string[] round = ["/health/ready", "/api/products?limit=1", "/api/products/tea"];
        happened.Should().Equal([.. Enumerable.Repeat(round, PagesBeforeListening.Rounds).SelectMany(r => r), "listens"]);
    }

    [Fact]
    public async Task What_a_page_registered_for_its_end_is_run_as_a_server_does()
    {
        await StartAsync(http =>
        {
            http.Response.OnCompleted(() => Note("ended"));
            return http.Response.WriteAsync("{}");
        });
        happened[..3].Should().Equal("/health/ready", "ended", "/api/products?limit=1");
    }

    [Fact]
    public async Task Nothing_is_asked_for_that_a_search_did_not_find()
    {
        await StartAsync(http => http.Response.WriteAsync("""{"items":[],"nextCursor":null}"""));
        happened.Distinct().Should().Equal("/health/ready", "/api/products?limit=1", "listens");
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("is refused")]
    [InlineData("is no page")]
    public async Task A_host_starts_although_a_page(string what)
    {
        await StartAsync(http =>
        {
            http.Response.StatusCode = what == "is refused" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return what == "fails" ? throw new InvalidOperationException("no") : http.Response.WriteAsync("no");
        });
        happened[^1].Should().Be("listens");
        happened.Count(page => page == "/health/ready").Should().Be(1, "nobody asks again what has failed");
    }

    [Fact]
    public async Task A_host_starts_although_no_page_is_answered()
    {
        await StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        happened.Should().Equal("/health/ready", "listens");
    }

    private Task Note(string what)
    {
        happened.Add(what);
        return Task.CompletedTask;
    }

    private async Task StartAsync(RequestDelegate answer)
    {
        using var pages = new PagesBeforeListening(new Listening(happened), NullLogger<PagesBeforeListening>.Instance);
        await pages.StartAsync(new Answering(happened, answer), CancellationToken.None);
    }

    private sealed class Answering(List<string> happened, RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            happened.Add($"{context.Request.Path}{context.Request.QueryString}");
            return answer(context);
        }

        public void DisposeContext(HttpContext context, Exception? exception) { }
    }

    private sealed class Listening(List<string> happened) : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
        {
            happened.Add("listens");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() { }
    }
}
