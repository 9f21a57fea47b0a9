using System.Net;
using System.Security.Claims;
using FluentAssertions;
using Marketplace.Host.Auth;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class StaffTests(AuthHost host)
{
    private IConfiguration Configuration => host.Services.GetRequiredService<IConfiguration>();

    private IHostEnvironment Development => host.Services.GetRequiredService<IWebHostEnvironment>();

    [Theory]
    [InlineData("support")]
    [InlineData("warehouse")]
    [InlineData("auditor")]
    [InlineData("admin")]
    public async Task A_staff_token_opens_its_own_role_and_no_other(string role)
    {
        var token = Issue(role);
        foreach (var door in Policies.StaffRoles)
        {
            var answer = await host.SendAsync(HttpMethod.Get, $"/test/{door}", token);
            if (door == role) answer.StatusCode.Should().Be(HttpStatusCode.OK);
            else await answer.ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        }
    }

    [Fact]
    public async Task Staff_are_no_customers_and_customers_no_staff()
    {
        await (await host.SendAsync(HttpMethod.Get, "/test/customer", Issue("admin"))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.forbidden");
        var customer = await host.SignInAsync(NewPhone());
        await (await host.SendAsync(HttpMethod.Get, "/test/admin", customer.Token)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task Nobody_becomes_a_customer_by_a_staff_token()
    {
        var customer = await host.SignInAsync(NewPhone());
        var forged = Sign(new() { ["sub"] = $"{customer.CustomerId}", ["sid"] = $"{customer.SessionId}", ["roles"] = "customer", ["role"] = "customer" });

        await (await host.SendAsync(HttpMethod.Get, "/test/customer", forged)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.forbidden");
    }

    [Fact]
    public async Task A_staff_token_is_good_for_twelve_hours()
    {
        var token = Issue("auditor");
        host.Clock.Advance(StaffTokens.Life);
        (await host.SendAsync(HttpMethod.Get, "/test/auditor", token)).StatusCode.Should().Be(HttpStatusCode.OK, "clocks differ by up to a minute");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await host.SendAsync(HttpMethod.Get, "/test/auditor", token)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
    }

    [Fact]
    public async Task A_token_that_is_changed_unsigned_or_made_elsewhere_opens_nothing()
    {
        var token = Issue("admin");
        var (header, body) = (token.Split('.')[0], token.Split('.')[1]);
        var claims = new Dictionary<string, object> { ["sub"] = "someone", ["roles"] = "admin" };
        string[] bad =
        [
            $"{header}.{Issue("support").Split('.')[1]}.{token.Split('.')[2]}",
            $"{Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{body}.",
            Sign(claims, key: new SymmetricSecurityKey(new byte[32])),
            Sign(claims, audience: "another"),
            Sign(claims, issuer: "another"),
            Sign(new() { ["roles"] = "admin" }),
        ];

        foreach (var each in bad)
        {
            await (await host.SendAsync(HttpMethod.Get, "/test/admin", each)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        }

        (await host.SendAsync(HttpMethod.Get, "/test/admin", Sign(claims))).StatusCode.Should().Be(HttpStatusCode.OK, "else the others prove nothing");
    }

    [Fact]
    public async Task The_command_line_prints_the_token_and_nothing_else()
    {
        var (code, output, errors) = Run(["staff-token", "warehouse"], Development);

        code.Should().Be(0);
        errors.Should().BeEmpty();
        output.Should().MatchRegex(@"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\n$");
        (await host.SendAsync(HttpMethod.Get, "/test/warehouse", output.Trim())).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void The_command_line_says_what_is_wrong_and_prints_no_token()
    {
        Run(["staff-token"], Development).Should().Match<(int? Code, string Output, string Errors)>(r => r.Code == 2 && r.Output == "" && r.Errors.Contains("auditor"));
        Run(["staff-token", "customer"], Development).Should().Match<(int? Code, string Output, string Errors)>(r => r.Code == 2 && r.Output == "");
        Run(["staff-token", "admin"], new Production()).Should().Match<(int? Code, string Output, string Errors)>(r => r.Code == 1 && r.Output == "" && r.Errors != "");
        Run(["run"], Development).Code.Should().BeNull();
        Run([], Development).Code.Should().BeNull();
    }

    [Fact]
    public void No_token_is_made_here_when_an_authority_vouches_for_staff()
    {
        var configured = new ConfigurationBuilder().AddConfiguration(Configuration)
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Staff:Authority"] = "https://id.example" }).Build();

        FluentActions.Invoking(() => StaffTokens.Issue("admin", configured, Development, host.Clock)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void The_development_key_is_for_its_owner_s_eyes_only()
    {
        Issue("admin");
        var file = Path.Combine(host.World.DataFolder, "secrets", "StaffKey");
        File.Exists(file).Should().BeTrue();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_policy_for_a_role_that_does_not_exist_cannot_be_made() =>
        FluentActions.Invoking(() => Policies.Role("warehause")).Should().Throw<ArgumentOutOfRangeException>();

    private string Issue(string role) => StaffTokens.Issue(role, Configuration, Development, host.Clock);

    private string Sign(
        Dictionary<string, object> claims, SecurityKey? key = null, string audience = "marketplace", string issuer = "marketplace-development") =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = host.Now.UtcDateTime,
            NotBefore = host.Now.UtcDateTime,
            Expires = host.Now.AddHours(1).UtcDateTime,
            Claims = claims,
            Subject = new ClaimsIdentity(),
            SigningCredentials = new SigningCredentials(key ?? OwnKey(), SecurityAlgorithms.HmacSha256),
        });

    private SymmetricSecurityKey OwnKey()
    {
        Issue("admin");
        return new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(Path.Combine(host.World.DataFolder, "secrets", "StaffKey"))));
    }

    private (int? Code, string Output, string Errors) Run(string[] args, IHostEnvironment environment)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter();
        return (StaffTokens.TryRun(args, Configuration, environment, host.Clock, output, errors), output.ToString(), errors.ToString());
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
