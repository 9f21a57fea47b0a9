using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Host.Http;

/// <summary>The parts of the description that belong to no single operation.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    public const string Problem = "Problem";
    public const string CustomerSession = "customerSession";
    public const string StaffToken = "staffToken";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Marketplace: the customer's account",
            Version = "v1",
            Description = "Amounts are whole kopecks, times are RFC 3339 in UTC, ids are UUIDs. Members that are not described are refused. "
                + "Errors are RFC 9457 problems with a `code` that never changes; `detail` follows `Accept-Language` (ru, en).",
        };
        // The address of this host says nothing: a reader uses the one that the document came from.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = ProblemSchema();
        // Once each: most codes belong to many operations.
        document.Components.Examples = RefusalCatalogue.All.Values.OrderBy(f => f.Rejection.Code, StringComparer.Ordinal)
            .ToDictionary(f => f.Rejection.Code, IOpenApiExample (f) => new OpenApiExample { Summary = f.Rejection.English, Value = Example(f) });
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[CustomerSession] = Bearer("The token of a session, from `POST /api/auth/sessions`.", null);
        document.Components.SecuritySchemes[StaffToken] = Bearer("A JSON Web Token of the staff's identity provider with a role.", "JWT");
        return Task.CompletedTask;
    }

    private static JsonObject Example(RequestFault fault) => new()
    {
        ["type"] = Problems.TypeOf(fault.Rejection.Code),
        ["title"] = Problems.TitleOf(fault.Rejection.Code),
        ["status"] = fault.Status,
        ["code"] = fault.Rejection.Code,
        ["detail"] = fault.Rejection.English,
    };

    private static OpenApiSecurityScheme Bearer(string description, string? format) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = format, Description = description };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457. Facts of the refusal, such as amounts in kopecks, are further members.",
        Required = new HashSet<string> { "type", "title", "status", "code", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("urn:marketplace:problem: and the code"),
            ["title"] = Text("The code in words, in English"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status" },
            ["code"] = Text("What a program decides by; it never changes"),
            ["detail"] = Text("What a person reads, in the language of Accept-Language"),
            ["retryAt"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When the same request can succeed" },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "By field of the request: what is wrong with it",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                Examples = [new JsonObject { ["amount"] = new JsonArray("Enter an amount between 0.01 ₽ and 15 000.00 ₽.") }],
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
