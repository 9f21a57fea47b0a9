using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

public sealed class AnchorFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-anchor-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task U3_hosts_that_share_an_anchor_file_write_it_one_at_a_time_while_auditors_read()
    {
        var path = Path.Combine(folder, "checkpoints.txt");
        AnchorFile ours = new(path), theirs = new(path);
        using (ours.TryTakeTurn())
        {
            theirs.TryTakeTurn().Should().BeNull("another host writes");
            await using var file = ours.Open();
            AnchorFile.Append(file, ["one\n\n— shop c2lnbmVk\n"]);
            Auditor.Reading.Anchors.In(path).Should().Equal("one\n\n— shop c2lnbmVk\n");
        }

        using var next = theirs.TryTakeTurn();
        next.Should().NotBeNull();
    }
}
