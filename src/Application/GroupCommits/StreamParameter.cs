using System.Reflection;
using JasperFx.Events;

namespace Marketplace.Application.GroupCommits;

/// <summary>One stream that a grouped handler asks for.</summary>
/// <param name="State">The state that it is folded into.</param>
/// <param name="IsLocked">Whether its row is locked until the transaction ends.</param>
/// <param name="Id">The member of the command that holds the stream's id.</param>
internal sealed record StreamParameter(Type State, bool IsLocked, PropertyInfo Id)
{
    /// <summary>The stream of this command.</summary>
    public Guid IdOf(object command) => (Guid)Id.GetValue(command)!;

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
        return new StreamParameter(parameter.ParameterType.GetGenericArguments()[0], locked is not null, id);
    }
}
