using System.Security.Cryptography;
using FluentAssertions;
using Xunit;
using TheirTree = Marketplace.Application.Audit.Evidence.MerkleTree;
using Tree = Marketplace.Auditor.Format.MerkleTree;

namespace Marketplace.Auditor.Tests;

/// <summary>
/// Both trees, the one that signs and the one that verifies, on the published vectors of Certificate Transparency (RFC 6962, whose hashes RFC 9162
/// keeps): two programs of one house may share a mistake.
/// </summary>
public sealed class MerkleVectorsTests
{
    private static readonly string[] Inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void U3_the_root_after_each_leaf_is_the_published_one()
    {
        Tree ours = new();
        TheirTree theirs = new(0, []);
        for (var size = 0; size <= Inputs.Length; size++)
        {
            if (size > 0) ours.Append(Leaf(size - 1));
            if (size > 0) theirs.Append(Leaf(size - 1), (_, _) => { });
            Convert.ToHexStringLower(ours.Root()).Should().Be(Roots[size], $"{size} leaves");
            if (size > 0) Convert.ToHexStringLower(theirs.Root()).Should().Be(Roots[size], $"{size} leaves");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void U14_a_published_proof_leads_to_the_published_root_and_to_no_other(int index, int size, params string[] proof)
    {
        byte[][] path = [.. proof.Select(Convert.FromHexString)];
        Convert.ToHexStringLower(Tree.RootOf(Leaf(index), index, size, path)!).Should().Be(Roots[size]);
        if (size == 1) return;
        Tree.RootOf(Leaf(index), index, size, path[..^1]).Should().BeNull("a hash is missing");
        Convert.ToHexStringLower(Tree.RootOf(Leaf((index + 1) % size), index, size, path)!).Should().NotBe(Roots[size], "it is another leaf");
    }

    private static byte[] Leaf(int index) => SHA256.HashData([0, .. Convert.FromHexString(Inputs[index])]);
}
