using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Host.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Marketplace.Host.Http;

/// <summary>Writes down what the framework cannot see: refusals by status, the idempotency key, who may call, examples.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata.ToList();
        if (OperationCodes.IsOnce(metadata)) (operation.Parameters ??= []).Add(IdempotencyKey());
        if (OperationCodes.NeedsSession(metadata)) Secure(operation, metadata, context.Document);
        foreach (var headers in metadata.OfType<HeadersMetadata>()) Add(operation, headers);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? []) Describe(parameter);
        foreach (var example in metadata.OfType<ExampleMetadata>()) Show(operation, example);
        var codes = OperationCodes.All(metadata, operation.RequestBody is not null, operation.Parameters?.Count > 0);
        foreach (var status in codes.Where(RefusalCatalogue.All.ContainsKey).Select(c => RefusalCatalogue.All[c]).GroupBy(f => f.Status).OrderBy(g => g.Key))
            (operation.Responses ??= [])[status.Key.ToString(CultureInfo.InvariantCulture)] = Refusals(status.Key, [.. status], context.Document);
        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, HeadersMetadata headers)
    {
        foreach (var (name, meaning) in headers.Asked)
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = meaning, Schema = Text() });
        foreach (var response in operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value).OfType<OpenApiResponse>() ?? [])
            foreach (var (name, meaning) in headers.Answered) (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[name] = new OpenApiHeader { Description = meaning, Schema = Text() };
        if (headers.MayBeUnchanged) (operation.Responses ??= [])["304"] = new OpenApiResponse { Description = "Not Modified: the caller has it already." };

        static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
    }

    private static OpenApiResponse Refusals(int status, IReadOnlyList<RequestFault> faults, OpenApiDocument? document) => new()
    {
        Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", faults.Select(f => $"`{f.Rejection.Code}`"))}",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problems.MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(DocumentTransformer.Problem, document),
                Examples = faults.ToDictionary(f => f.Rejection.Code, IOpenApiExample (f) => new OpenApiExampleReference(f.Rejection.Code, document)),
            },
        },
    };

    private static void Describe(OpenApiParameter parameter)
    {
        if (parameter is not { Name: "asOf" or "until", Schema: OpenApiSchema schema }) return;
        parameter.Description = "Reads the past: what had been recorded by that moment, as RFC 3339 writes it, with an offset.";
        schema.Format = "date-time";
    }

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = RequestKeys.Header,
        In = ParameterLocation.Header,
        Required = true,
        Description = "A new random value for each intent; the same value for each repeat of it. A repeat is answered with the first "
            + "status and body and the header `Idempotency-Replayed: true`, for 72 hours; it has no second effect for 30 days.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
        Example = "7f1e1f9a-5a0c-4a30-9f52-0d9c6f1f2b77",
    };

    private static void Secure(OpenApiOperation operation, IEnumerable<object> metadata, OpenApiDocument? document)
    {
        var forCustomers = metadata.OfType<AuthorizationPolicy>().SelectMany(p => p.Requirements).OfType<RolesAuthorizationRequirement>()
            .Any(r => r.AllowedRoles.Contains(Policies.CustomerRole));
        var scheme = forCustomers ? DocumentTransformer.CustomerSession : DocumentTransformer.StaffToken;
        (operation.Security ??= []).Add(new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] });
    }

    private static void Show(OpenApiOperation operation, ExampleMetadata example)
    {
        if (example.Request is { } request)
            foreach (var media in operation.RequestBody?.Content?.Values ?? []) media.Example = Node(request);
        if (example.Answer is not { } answer) return;
        foreach (var response in operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value) ?? [])
            foreach (var media in response.Content?.Values ?? []) media.Example = Node(answer);
    }

    private static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, StrictJson.Options);
}
