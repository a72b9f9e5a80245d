namespace Toguna.Foundation;

/// <summary>Marks a type of this assembly that breaks a rule on purpose. The architecture test must find exactly these.</summary>
/// <param name="rule">Name of the rule as the architecture test names it.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class BreaksAttribute(string rule) : Attribute
{
    public string Rule { get; } = rule;
}

/// <summary>An attribute of the foundation that carries a type: innocent by itself, guilty by what it names.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class ConcernsAttribute(params Type[] types) : Attribute
{
    public Type[] Types { get; } = types;
}
