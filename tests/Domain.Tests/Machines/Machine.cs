using System.Globalization;
using System.Reflection;
using System.Text;
using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>
/// One kind of aggregate, the states that its commands tell apart, and what the commands are given. The commands are found and not
/// listed: a decision that is written tomorrow stands in the table, or says which argument it lacks.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="State">The type of its state.</param>
/// <param name="Event">The type of its events.</param>
/// <param name="States">Its states by name, each as a history made it; null where nothing has happened.</param>
/// <param name="Given">Arguments by the name of the parameter, or by <c>Feature.Command.parameter</c> where commands differ.</param>
internal sealed record Machine(string Name, Type State, Type Event, IReadOnlyList<(string Name, object? State)> States, IReadOnlyDictionary<string, object?> Given)
{
    private const string Suffix = "Decisions";

    /// <summary>What refuses a state before a command is decided, for all commands but those of the features named; none where it is null.</summary>
    public (Func<object, Rejection?> Refuse, string[] ButFor)? Door { get; init; }

    /// <summary>Every public decision over this machine's events.</summary>
    public IReadOnlyList<MethodInfo> Commands { get; } =
    [
        .. typeof(Order).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(Decision<>).MakeGenericType(Event))
            .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    public static Machine Of<TState, TEvent>(string name, IEnumerable<(string Name, TState? State)> states, Dictionary<string, object?> given)
        where TState : class => new(name, typeof(TState), typeof(TEvent), [.. states.Select(s => (s.Name, (object?)s.State))], given);

    public static string NameOf(MethodInfo command)
    {
        var feature = command.DeclaringType!.Name;
        return $"{(feature.EndsWith(Suffix, StringComparison.Ordinal) ? feature[..^Suffix.Length] : feature)}.{command.Name}";
    }

    /// <summary>What a command makes of each state; null where it asks for a state and there is none.</summary>
    public IEnumerable<(string State, Outcome? Outcome)> Outcomes(MethodInfo command) => States.Select(s => (s.Name, Decide(command, s.State)));

    /// <summary>Every command with its outcomes, and under each outcome the states that it has.</summary>
    public string Table()
    {
        var text = new StringBuilder(Name).Append(": ").AppendJoin(", ", States.Select(s => s.Name)).Append('\n');
        foreach (var command in Commands)
        {
            text.Append('\n').Append(NameOf(command)).Append('\n');
            foreach (var outcome in Outcomes(command).GroupBy(o => o.Outcome?.ToString() ?? "not asked without a state"))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {outcome.Key}: {(outcome.Count() == States.Count ? "always" : string.Join(", ", outcome.Select(o => o.State)))}\n");
            }
        }

        return text.ToString();
    }

    private Outcome? Decide(MethodInfo command, object? state)
    {
        var parameters = command.GetParameters();
        if (state is null && parameters.Any(p => p.ParameterType == State && new NullabilityInfoContext().Create(p).ReadState != NullabilityState.Nullable)) return null;
        if (state is not null && Door is { } door && !door.ButFor.Contains(NameOf(command).Split('.')[0]) && door.Refuse(state) is { } refused) return new Outcome(refused, []);
        return Outcome.Of(command.Invoke(null, [.. parameters.Select(p => p.ParameterType == State ? state : ArgumentFor(command, p))])!);
    }

    private object? ArgumentFor(MethodInfo command, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (Given.TryGetValue($"{NameOf(command)}.{parameter.Name}", out var own)) return Fitting(own, type);
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        if (Given.TryGetValue(parameter.Name!, out var usual)) return Fitting(usual, type);
        if (type == typeof(DateTimeOffset)) return Known.Noon;
        return type.Name.EndsWith("Policy", StringComparison.Ordinal)
            ? Activator.CreateInstance(type)
            : throw new InvalidOperationException($"What is {NameOf(command)} of {Name} given as {parameter.Name}? Say so in Machines.");
    }

    private static object? Fitting(object? value, Type type) => value is int number && type == typeof(long) ? (long)number : value;

    /// <summary>Events, nothing, or a refusal.</summary>
    internal sealed record Outcome(Rejection? Rejection, IReadOnlyList<string> Events)
    {
        public static Outcome Of(object decision)
        {
            var type = decision.GetType();
            var events = (System.Collections.IEnumerable)type.GetProperty(nameof(Decision<object>.Events))!.GetValue(decision)!;
            return new Outcome((Rejection?)type.GetProperty(nameof(Decision<object>.Rejection))!.GetValue(decision), [.. events.Cast<object>().Select(e => e.GetType().Name)]);
        }

        public override string ToString() => Rejection is { } refused ? refused.Code : Events.Count == 0 ? "nothing" : string.Join(", ", Events);
    }
}
