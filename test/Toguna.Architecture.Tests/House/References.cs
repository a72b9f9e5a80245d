using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Toguna.Architecture.Tests.House;

/// <summary>
/// Every type that a compiled type mentions: bases, constraints, members, signatures, bodies, attributes and all of that
/// for what is nested in it, which includes what the compiler made of lambdas, iterators and async methods. A constant
/// and <c>nameof</c> leave no trace in compiled code and are not seen.
/// </summary>
public static class References
{
    /// <summary>Lists the mentions of a top-level type, each with the place in words; a type may be listed more than once.</summary>
    public static IEnumerable<(TypeReference Type, string Where)> Of(TypeDefinition type) =>
        Mentions(type).SelectMany(m => Leaves(m.Type).Select(leaf => (leaf, m.Where)));

    private static IEnumerable<(TypeReference? Type, string Where)> Mentions(TypeDefinition type)
    {
        yield return (type.BaseType, $"base of {type.Name}");
        foreach (var implemented in type.Interfaces)
        {
            yield return (implemented.InterfaceType, $"interface of {type.Name}");
        }

        var members = Attributes(type, $"attribute of {type.Name}")
            .Concat(Parameters(type, $"type parameter of {type.Name}"))
            .Concat(type.Fields.SelectMany(Field))
            .Concat(
                type.Properties.SelectMany(p =>
                    Attributes(p, $"attribute of {p.Name}").Append((p.PropertyType, p.Name))
                )
            )
            .Concat(type.Events.SelectMany(e => Attributes(e, $"attribute of {e.Name}").Append((e.EventType, e.Name))))
            .Concat(type.Methods.SelectMany(Method))
            .Concat(type.NestedTypes.SelectMany(Mentions));
        foreach (var mention in members)
        {
            yield return mention;
        }
    }

    private static IEnumerable<(TypeReference? Type, string Where)> Field(FieldDefinition field) =>
        Attributes(field, $"attribute of {field.Name}").Append((field.FieldType, $"field {field.Name}"));

    private static IEnumerable<(TypeReference? Type, string Where)> Method(MethodDefinition method)
    {
        var where = $"method {method.Name}";
        return Attributes(method, $"attribute of {method.Name}")
            .Concat(Attributes(method.MethodReturnType, $"attribute of the result of {method.Name}"))
            .Concat(Parameters(method, $"type parameter of {method.Name}"))
            .Concat(method.Parameters.SelectMany(p => Attributes(p, $"attribute of {p.Name} of {method.Name}")))
            .Concat(method.Overrides.SelectMany(o => Called(o, where)))
            .Concat(Signature(method, where))
            .Concat(method.HasBody ? Body(method.Body, where) : []);
    }

    private static IEnumerable<(TypeReference? Type, string Where)> Body(MethodBody body, string where)
    {
        var locals = body.Variables.Select(v => ((TypeReference?)v.VariableType, $"local of {where}"));
        var caught = body.ExceptionHandlers.Select(h => ((TypeReference?)h.CatchType, $"catch in {where}"));
        return locals.Concat(caught).Concat(body.Instructions.SelectMany(i => Operand(i, where)));
    }

    private static IEnumerable<(TypeReference? Type, string Where)> Operand(Instruction instruction, string where) =>
        instruction.Operand switch
        {
            TypeReference type => [(type, where)],
            MethodReference method => Called(method, $"{where}, which calls {method.Name}"),
            FieldReference field =>
            [
                (field.DeclaringType, $"{where}, which reads {field.Name}"),
                (field.FieldType, where),
            ],
            CallSite site => Signature(site, where),
            _ => [],
        };

    /// <summary>A call mentions what it is called on, what goes in and what comes out, so that a leaking door shows at its caller.</summary>
    private static IEnumerable<(TypeReference? Type, string Where)> Called(MethodReference method, string where)
    {
        var arguments = method is GenericInstanceMethod generic
            ? generic.GenericArguments
            : Enumerable.Empty<TypeReference>();
        return Signature(method, where)
            .Append((method.DeclaringType, where))
            .Concat(arguments.Select(a => ((TypeReference?)a, where)));
    }

    private static IEnumerable<(TypeReference? Type, string Where)> Signature(IMethodSignature method, string where) =>
        method.Parameters.Select(p => ((TypeReference?)p.ParameterType, where)).Append((method.ReturnType, where));

    private static IEnumerable<(TypeReference? Type, string Where)> Parameters(
        IGenericParameterProvider owner,
        string where
    ) =>
        owner.GenericParameters.SelectMany(p =>
            Attributes(p, where).Concat(p.Constraints.Select(c => ((TypeReference?)c.ConstraintType, where)))
        );

    private static IEnumerable<(TypeReference? Type, string Where)> Attributes(
        ICustomAttributeProvider owner,
        string where
    ) =>
        owner.CustomAttributes.SelectMany(a =>
            Called(a.Constructor, where)
                .Concat(a.ConstructorArguments.SelectMany(v => Value(v, where)))
                .Concat(a.Fields.SelectMany(f => Value(f.Argument, where)))
                .Concat(a.Properties.SelectMany(p => Value(p.Argument, where)))
        );

    private static IEnumerable<(TypeReference? Type, string Where)> Value(
        CustomAttributeArgument argument,
        string where
    ) =>
        argument.Value switch
        {
            TypeReference type => [(argument.Type, where), (type, where)],
            CustomAttributeArgument boxed => Value(boxed, where),
            CustomAttributeArgument[] many => many.SelectMany(one => Value(one, where)).Append((argument.Type, where)),
            _ => [(argument.Type, where)],
        };

    /// <summary>Takes a constructed type apart: arrays, pointers, generic instances, modifiers and function pointers.</summary>
    private static IEnumerable<TypeReference> Leaves(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => Leaves(generic.ElementType)
                .Concat(generic.GenericArguments.SelectMany(Leaves)),
            RequiredModifierType required => Leaves(required.ElementType).Concat(Leaves(required.ModifierType)),
            OptionalModifierType optional => Leaves(optional.ElementType).Concat(Leaves(optional.ModifierType)),
            FunctionPointerType pointer => pointer
                .Parameters.SelectMany(p => Leaves(p.ParameterType))
                .Concat(Leaves(pointer.ReturnType)),
            TypeSpecification other => Leaves(other.ElementType),
            _ => [Outermost(type)],
        };

    /// <summary>The top-level type that a nested one stands in: rooms are namespaces, and nested types have none.</summary>
    public static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }
}
