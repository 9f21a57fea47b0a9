using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketplace.Host.Http;

/// <summary>
/// Tells why a body did not bind. The serializer says it in a sentence only; what no sentence here fits is still a 400, with
/// the general code. A test binds one body of each kind, so that a changed sentence is seen.
/// </summary>
internal static partial class BindingFaults
{
    private static readonly (string Sentence, RequestFault Fault)[] Sentences =
    [
        ("could not be mapped to any .NET member", RequestFaults.UnknownMember),
        ("Duplicate property", RequestFaults.DuplicateMember),
        ("was missing required properties", RequestFaults.MemberMissing),
        ("doesn't allow null values", RequestFaults.NullMember),
        ("could not be converted", RequestFaults.WrongType),
    ];

    public static RequestFault Of(BadHttpRequestException exception) => exception switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => RequestFaults.TooLarge,
        { StatusCode: StatusCodes.Status408RequestTimeout } => RequestFaults.TooSlow,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ServiceFaults.MediaTypeUnsupported,
        { InnerException: JsonException json } => Of(json),
        _ when exception.Message.Contains("no body was provided", StringComparison.Ordinal) => RequestFaults.BodyMissing,
        _ => RequestFaults.Malformed,
    };

    public static RequestFault Of(JsonException exception)
    {
        var fault = exception is RequestFaultException known
            ? known.Fault
            : Sentences.FirstOrDefault(s => exception.Message.Contains(s.Sentence, StringComparison.Ordinal)).Fault ?? RequestFaults.Malformed;
        return FieldOf(exception.Path) is { } field ? fault with { Rejection = fault.Rejection with { Field = field } } : fault;
    }

    // «$.lines[0].sku» → «lines[0].sku»; a name that is not one of ours in form is not sent back.
    private static string? FieldOf(string? path) => path is { Length: > 2 and < 100 } && Ours().IsMatch(path) ? path[2..] : null;

    [GeneratedRegex(@"^\$\.[a-zA-Z][a-zA-Z0-9]*((\[[0-9]+\])|(\.[a-zA-Z][a-zA-Z0-9]*))*$")]
    private static partial Regex Ours();
}
