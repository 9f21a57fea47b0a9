using System.Reflection;
using JasperFx.Events;

namespace Marketplace.Application.GroupCommits;

/// <summary>One stream, or several of one kind, that a grouped handler asks for.</summary>
/// <param name="State">The state that each is folded into.</param>
/// <param name="IsLocked">Whether its row is locked until the transaction ends.</param>
/// <param name="IsShared">
/// Whether the parameter is a list of streams: other customers' commands meet on them. They are locked in the order of their ids, and waited for.
/// </param>
/// <param name="Member">The member of the command that holds the stream's id, or the ids.</param>
internal sealed record StreamParameter(Type State, bool IsLocked, bool IsShared, PropertyInfo Member)
{
    /// <summary>The streams of this command, in the order in which its handler has them.</summary>
    public IReadOnlyList<Guid> IdsOf(object command) => IsShared ? (IReadOnlyList<Guid>)Member.GetValue(command)! : [(Guid)Member.GetValue(command)!];

    /// <summary>Whether that parameter is a stream, or several.</summary>
    public static bool IsOne(ParameterInfo parameter) => parameter.IsDefined(typeof(LockedAttribute)) || parameter.IsDefined(typeof(LoadedAttribute));

    /// <summary>What that parameter asks for; null when it is no stream.</summary>
    public static StreamParameter? Of(ParameterInfo parameter, Type command)
    {
        var (locked, loaded) = (parameter.GetCustomAttribute<LockedAttribute>(), parameter.GetCustomAttribute<LoadedAttribute>());
        if ((locked?.IdMember ?? loaded?.IdMember) is not { } member)
        {
            return parameter.ParameterType.Name == typeof(IEventStream<>).Name
                ? throw new InvalidOperationException($"{parameter.Member.DeclaringType}: the stream '{parameter.Name}' is neither [Locked] nor [Loaded].")
                : null;
        }

        var id = command.GetProperty(member) ?? throw new InvalidOperationException($"{command} has no member {member}.");
        var (type, shared) = (parameter.ParameterType.GetGenericArguments()[0], parameter.ParameterType.Name == typeof(IReadOnlyList<>).Name);
        return new StreamParameter(shared ? type.GetGenericArguments()[0] : type, locked is not null, shared, id);
    }
}
