using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Application.Json;

namespace Marketplace.Application.Views.Stored;

/// <summary>How a view is written for its readers, so that what is stored is the answer, word for word.</summary>
public static class ViewJson
{
    // To be raised when the same members are written otherwise: by another converter, encoder or form of numbers and times.
    private const string Writing = "1";

    /// <summary>As HTTP answers are written.</summary>
    public static JsonSerializerOptions Options { get; } = Configured();

    /// <summary>The view as its readers get it.</summary>
    public static string Of<TView>(TView view) => JsonSerializer.Serialize(view, Options);

    /// <summary>
    /// A word for what the JSON of a view is made of: another when a member or a word of an enum comes, goes or is renamed, or when
    /// <see cref="Writing"/> is.
    /// </summary>
    public static string ShapeOf<TView>() => Shape<TView>.Word;

    private static JsonSerializerOptions Configured()
    {
        var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        MarketplaceJson.Configure(json);
        json.MakeReadOnly();
        return json;
    }

    private static class Shape<TView>
    {
        public static readonly string Word = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(Writing + Options.GetJsonSchemaAsNode(typeof(TView)).ToJsonString()))[..8]);
    }
}
