using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Host.Callbacks;

/// <summary>How JSON is written to providers and read from them: camelCase names, kebab-case words for enumerations.</summary>
public static class ProviderJson
{
    /// <summary>For what providers tell us: unknown, missing and duplicate members are refused, so that nothing signed is silently ignored.</summary>
    public static JsonSerializerOptions Strict { get; } = Build(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For what providers answer us: a member that they add one day must not turn an approval into an unknown.</summary>
    public static JsonSerializerOptions Tolerant { get; } = Build(JsonUnmappedMemberHandling.Skip);

    private static JsonSerializerOptions Build(JsonUnmappedMemberHandling unknownMembers)
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = unknownMembers,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 16,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
