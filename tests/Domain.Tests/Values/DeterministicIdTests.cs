using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class DeterministicIdTests
{
    private static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    [Theory]
    [InlineData("www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")] // RFC 9562, appendix A.4
    [InlineData("python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")] // the documentation of Python's uuid5
    public void X2_ids_are_those_of_RFC_9562(string name, string id) => DeterministicId.Of(Dns, name).Should().Be(new Guid(id));

    [Fact]
    public void X2_an_id_from_an_id_is_the_id_from_its_text() =>
        Gen.Guid.Sample(id => DeterministicId.Of(Dns, id) == DeterministicId.Of(Dns, id.ToString().ToLowerInvariant()));

    [Fact]
    public void X2_the_same_name_gives_the_same_id_and_every_id_says_version_5() =>
        Gen.Select(Gen.Guid, Gen.String).Sample((space, name) =>
        {
            var id = DeterministicId.Of(space, name);
            return id == DeterministicId.Of(space, name) && id.Version == 5 && id.Variant is >= 8 and <= 11;
        });

    [Fact]
    public void X2_other_names_and_other_namespaces_give_other_ids() =>
        Gen.Select(Gen.Guid, Gen.Guid, Gen.Guid).Where((a, b, _) => a != b).Sample((a, b, space) =>
            DeterministicId.Of(space, a) != DeterministicId.Of(space, b) && DeterministicId.Of(a, space) != DeterministicId.Of(b, space));
}
