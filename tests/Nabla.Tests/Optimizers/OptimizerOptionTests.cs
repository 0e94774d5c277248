using System.Reflection;
using Nabla.Layers;
using Nabla.Optimizers;
using Module = Nabla.Layers.Module;

namespace Nabla.Tests.Optimizers;

/// <summary>Numbers that are outside their ranges are refused by name.</summary>
public sealed class OptimizerOptionTests
{
    /// <summary>Values that no option takes.</summary>
    static readonly double[] Bad = [-1, double.NaN];

    public static TheoryData<string> Optimizers => new(OptimizerSamples.Types.Select(t => t.Name));

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_number_has_a_range_that_is_checked(string name)
    {
        ConstructorInfo constructor = OptimizerSamples.Types.First(t => t.Name == name).GetConstructors().First(c => c.GetParameters()[0].ParameterType == typeof(Module));
        ParameterInfo[] options = constructor.GetParameters();
        int checks = 0;
        for (int i = 1; i < options.Length; i++)
        {
            Type type = Nullable.GetUnderlyingType(options[i].ParameterType) ?? options[i].ParameterType;
            if (type != typeof(double) && type != typeof(int)) continue;
            foreach (double bad in Bad.Where(b => type == typeof(double) || double.IsFinite(b)))
            {
                object?[] values = [new Linear(2, 2), .. options.Skip(1).Select(p => p.HasDefaultValue ? p.DefaultValue : 0.1)];
                values[i] = Convert.ChangeType(bad, type, System.Globalization.CultureInfo.InvariantCulture);
                var thrown = Should.Throw<TargetInvocationException>(() => constructor.Invoke(values), options[i].Name);
                thrown.InnerException.ShouldBeOfType<ArgumentOutOfRangeException>(options[i].Name).Message.ShouldStartWith($"{name}: cannot use the ");
                checks++;
            }
        }
        checks.ShouldBeGreaterThan(1);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void No_parameters_and_one_named_twice_are_refused(string name)
    {
        Type type = OptimizerSamples.Types.First(t => t.Name == name);
        ConstructorInfo constructor = type.GetConstructors().First(c => c.GetParameters()[0].ParameterType == typeof(IEnumerable<Parameter>));
        object?[] options = [.. constructor.GetParameters().Skip(1).Select(p => p.HasDefaultValue ? p.DefaultValue : 0.1)];
        var p = new Parameter(Tensor.Ones([2, 2]));
        foreach (Parameter[] parameters in (Parameter[][])[[], [p, p]])
            Should.Throw<TargetInvocationException>(() => constructor.Invoke([parameters, .. options])).InnerException.ShouldBeOfType<ArgumentException>().Message.ShouldStartWith($"{name}: cannot train ");
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        var p = new Linear(2, 2);
        Should.Throw<ArgumentException>(() => new Sgd(p, 0.1, nesterov: true));
        Should.Throw<ArgumentException>(() => new Sgd(p, 0.1, momentum: 0.9, dampening: 0.1, nesterov: true));
        Should.Throw<ArgumentException>(() => new Adafactor(p, relativeStep: false, warmup: true));
        Should.Throw<ArgumentOutOfRangeException>(() => new Rprop(p, smallestStep: 1, largestStep: 0.5)).Message.ShouldContain("at least the smallest, 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Rprop(p, decrease: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Rprop(p, increase: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Adadelta(p, rho: 1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Lamb(p, largestNorm: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Lbfgs(p, historySize: 0));
    }

    [Fact]
    public void Lbfgs_needs_a_function()
    {
        var p = new Linear(2, 2);
        Should.Throw<InvalidOperationException>(() => new Lbfgs(p).Step()).Message.ShouldContain("Step(() => loss)");
    }
}
