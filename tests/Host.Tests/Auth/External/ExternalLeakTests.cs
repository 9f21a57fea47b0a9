using FluentAssertions;
using Marketplace.Application.Privacy;
using Marketplace.Host.Development.Simulators.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>Looks for what only the customer, the provider and we may know in everything that the host writes.</summary>
[Collection(AuthTests.Name)]
public class ExternalLeakTests(AuthHost host)
{
    [Fact]
    public async Task S28_neither_subject_nor_secret_nor_verifier_is_in_a_table_or_a_log()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        await host.GoAsync("sber", "changed");
        using var browser = new Browser(host);
        var back = await browser.ArriveAsync("sber", person);
        var open = await LeakTests.DumpAsync(host);
        var (state, code) = (Browser.Parameter(back, "state"), Browser.Parameter(back, "code"));
        var token = (await (await browser.GetAsync(back)).SessionAsync()).Token;

        var (tables, logs) = (open + await LeakTests.DumpAsync(host), host.Logs.Text);
        var subject = host.Services.GetRequiredService<SimulatedProviders>().Find("sber")!.SubjectOf(person);
        var verifier = host.Services.GetRequiredService<KeyedHash>().Of("external-verifier", state);
        // How a signed token begins; fewer letters of it occur in ciphertext by chance.
        foreach (var secret in new[] { subject, verifier, SecretOf(host, "Sber"), token, "eyJhbGci", "eyJ0eXAi" })
        {
            tables.Should().NotContain(secret);
            logs.Should().NotContain(secret);
        }

        // The way back is an address: at this level of detail the web server's own log has it, and in production it is off.
        tables.Should().NotContain(state).And.NotContain(code);
        tables.Should().Contain("mt_doc_externalattempt").And.Contain("external:", "the search finds what may be there");
    }
}
