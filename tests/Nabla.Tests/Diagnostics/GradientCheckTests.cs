using Nabla.Diagnostics;
using Nabla.Operations;

namespace Nabla.Tests.Diagnostics;

public sealed class GradientCheckTests
{
    public static TheoryData<string> Everything => new(GradientCheck.Names());

    [Theory, MemberData(nameof(Everything))]
    public void Derivatives_agree_with_central_differences(string name)
    {
        foreach (GradientCheckReport report in GradientCheck.All([name]))
        {
            report.Passed.ShouldBeTrue(report.ToString());
            report.Order1Error.ShouldBeLessThan(1e-7, report.ToString());
        }
    }

    /// <summary>Another seed means other points, weights and directions.</summary>
    [Theory, InlineData(1UL), InlineData(20_231_105UL)]
    public void They_agree_whatever_the_seed(ulong seed) =>
        GradientCheck.All(seed: seed).Where(r => !r.Passed).ShouldBeEmpty();

    [Fact]
    public void A_wrong_derivative_is_found_and_named()
    {
        GradientCheckException error = Should.Throw<GradientCheckException>(() =>
            GradientCheck.Verify(x => new Crooked(wrong: 1.01).Of(x), Tensor.From(1.0, 2.0, 3.0), name: "Crooked"));
        error.Operation.ShouldBe("Crooked");
        error.Order.ShouldBe(1);
        error.Input.ShouldBe(0);
        (error.Analytic / error.Numeric).ShouldBe(1.01, 1e-6);
        error.Message.ShouldStartWith("Crooked: cannot confirm the gradient of input 0 [3], element ");
    }

    /// <summary>The gradient is right, but it does not remember what it depends on.</summary>
    [Fact]
    public void A_gradient_that_cannot_be_differentiated_again_is_found()
    {
        GradientErrors errors = GradientCheck.Measure(x => new Crooked(detached: true).Of(x), Tensor.From(1.0, 2.0, 3.0));
        errors.Order1Error.ShouldBeLessThan(1e-9);
        errors.Order2Error.ShouldBeGreaterThan(0.1);
        GradientCheck.Verify(x => new Crooked(detached: true).Of(x), Tensor.From(1.0, 2.0, 3.0), order: 1);
    }

    [Fact]
    public void A_wrong_tangent_is_found()
    {
        GradientErrors errors = GradientCheck.Measure(x => new Crooked(tangent: 2).Of(x), Tensor.From(1.0, 2.0, 3.0));
        errors.Order1Error.ShouldBeLessThan(1e-9);
        errors.Order2Error.ShouldBeLessThan(1e-9);
        errors.ForwardModeError.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void A_derivative_that_is_not_a_number_is_an_error() =>
        GradientCheck.Measure(x => (x - 1).Sqrt(), Tensor.From(1.0, 2.0)).Order1Error.ShouldBe(double.PositiveInfinity);

    [Fact]
    public void Inputs_without_influence_are_reported()
    {
        GradientErrors errors = GradientCheck.Measure(x => x[0] + x[1].Floor(), [Tensor.From(1.2), Tensor.From(0.4)]);
        errors.ZeroGradients.ShouldBe([1]);
        errors.Largest.ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void A_function_without_a_graph_has_gradient_zero() =>
        GradientCheck.Measure(_ => Tensor.From(1.0), Tensor.From(1.0)).Largest.ShouldBe(0);

    [Fact]
    public void Other_types_are_checked_in_float64() =>
        GradientCheck.Verify(x => x.Exp() * x, Tensor.From(1f, -0.5f));

    [Fact]
    public void Unknown_names_and_orders_are_errors()
    {
        Should.Throw<ArgumentException>(() => GradientCheck.All(["Sigmoidd"])).Message.ShouldStartWith("gradcheck: cannot check 'Sigmoidd': there is no such operation, loss or layer. The names are Abs, ");
        Should.Throw<ArgumentOutOfRangeException>(() => GradientCheck.Measure(x => x, Tensor.From(1.0), order: 3));
    }

    [Fact]
    public void Names_are_found_in_any_case_of_letters() =>
        GradientCheck.All(["sumto", "MATMUL"]).Select(r => r.Name).ShouldBe(["MatMul", "SumTo"]);

    /// <summary>y = x³, with one thing wrong.</summary>
    sealed class Crooked(double wrong = 1, bool detached = false, double tangent = 1) : Operation
    {
        protected override Nabla.Numbers.Saves Saves => Nabla.Numbers.Saves.Inputs;

        public Tensor Of(Tensor x) => Apply(x);

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => inputs[0] * inputs[0] * inputs[0];

        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor x = detached ? SavedInput(0).Detach() : SavedInput(0);
            return dy * (3 * wrong * (x * x));
        }

        public override Tensor? Jvp(int input, Tensor dx) => tangent * Vjp(input, dx);
    }
}
