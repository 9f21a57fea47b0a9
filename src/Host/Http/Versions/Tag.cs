using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Marketplace.Application.Views;
using Marketplace.Application.Views.Stored;
using Marketplace.Domain.Orders;

namespace Marketplace.Host.Http;

/// <summary>The version of an answer (<c>ETag</c>): as long as it is the same, so is the answer.</summary>
public static class Tag
{
    private const int Length = 12;

    // Another build may write the same versions otherwise: of this project, of the views or of the states.
    private static readonly IReadOnlyList<Guid> Builds = [.. new[] { typeof(Tag), typeof(OrderView), typeof(Order) }.Select(t => t.Module.ModuleVersionId)];

    /// <summary>Of a view: the version of its stream, which is also in its body, and a word for what the view is made of.</summary>
    public static string Of<TView>(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}-{ViewJson.ShapeOf<TView>()}\"");

    /// <summary>Of what is composed: nobody has to understand it.</summary>
    /// <param name="parts">The parts that there are, each with its version.</param>
    /// <param name="more">What else the answer follows from.</param>
    public static string Of(IEnumerable<(Guid Id, long Version)> parts, params ReadOnlySpan<long> more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> part = stackalloc byte[24];
        foreach (var build in Builds) Append(build, 0, part);
        foreach (var (id, version) in parts) Append(id, version, part);
        foreach (var number in more) Append(Guid.Empty, number, part);
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(sum);
        return $"\"{Base64Url.EncodeToString(sum[..Length])}\"";

        void Append(Guid id, long number, Span<byte> bytes)
        {
            id.TryWriteBytes(bytes);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], number);
            hash.AppendData(bytes);
        }
    }
}
