using System.Text.Json;

namespace Marketplace.Host.Adapters.KeyService;

/// <summary>How the key service writes JSON: <c>snake_case</c>, and more members than we read.</summary>
public static class TransitJson
{
    /// <summary>Reads and writes it.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
