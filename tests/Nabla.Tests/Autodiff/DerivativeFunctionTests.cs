namespace Nabla.Tests.Autodiff;

/// <summary>Jacobians, Hessians and products with them, against closed forms.</summary>
public sealed class DerivativeFunctionTests
{
    static readonly Tensor A = new RandomStream(1).Normal([3, 3], type: DType.Float64), X = Tensor.From(0.5, -1.5, 2);

    [Fact]
    public void Of_a_linear_function_the_Jacobian_is_its_matrix()
    {
        Gradient.Jacobian(x => A.MatMul(x), X).ToDoubles().ShouldBe(A.ToDoubles(), 1e-15);
        Gradient.Jacobian(x => A.MatMul(x), X, forward: true).ToDoubles().ShouldBe(A.ToDoubles(), 1e-15);
        Tensor v = Tensor.From(1.0, 2, 3);
        Gradient.Vjp(x => A.MatMul(x), X, v).Product.ToDoubles().ShouldBe(v.MatMul(A).ToDoubles(), 1e-14);
        Gradient.Jvp(x => A.MatMul(x), X, v).Product.ToDoubles().ShouldBe(A.MatMul(v).ToDoubles(), 1e-14);
        Gradient.Jvp(x => A.MatMul(x), X, v).Value.ToDoubles().ShouldBe(A.MatMul(X).ToDoubles());
    }

    [Fact]
    public void Of_a_quadratic_form_the_Hessian_is_the_symmetric_sum()
    {
        Tensor f(Tensor x) => x.MatMul(A).MatMul(x);
        Tensor symmetric = A + A.Transpose();
        Gradient.Hessian(f, X).ToDoubles().ShouldBe(symmetric.ToDoubles(), 1e-14);
        Tensor v = Tensor.From(1.0, 2, 3);
        Gradient.Hvp(f, X, v).Product.ToDoubles().ShouldBe(symmetric.MatMul(v).ToDoubles(), 1e-13);
        Gradient.Jacobian(f, X).ToDoubles().ShouldBe(symmetric.MatMul(X).ToDoubles(), 1e-14);
    }

    [Fact]
    public void Shapes_of_Jacobians_are_output_then_input()
    {
        Tensor x = new RandomStream(2).Normal([2, 3], type: DType.Float64);
        Gradient.Jacobian(t => t.Sum(0), x).Shape.ShouldBe([3, 2, 3]);
        Gradient.Jacobian(t => t.Sum(), x).Shape.ShouldBe([2, 3]);
        Gradient.Jacobian(_ => Tensor.From(1.0, 2), x).ToDoubles().ShouldBe(new double[12]);
        Gradient.Jacobian(t => t[..0], x).Shape.ShouldBe([0, 3, 2, 3]);
        Gradient.Hessian(t => t.Sum(), x).ToDoubles().ShouldBe(new double[36]);
        Gradient.Hessian(_ => Tensor.Scalar(1, DType.Float64), x).Shape.ShouldBe([2, 3, 2, 3]);
        Should.Throw<ShapeException>(() => Gradient.Jvp(t => t, x, Tensor.Ones([2])));
    }

    [Fact]
    public void Softmax_has_the_Jacobian_of_the_books()
    {
        Tensor p = X.Softmax();
        Tensor expected = Tensor.Eye(3, DType.Float64) * p - p.Unsqueeze(1) * p;
        Gradient.Jacobian(x => x.Softmax(), X).ToDoubles().ShouldBe(expected.ToDoubles(), 1e-15);
        Gradient.Jacobian(x => x.Softmax(), X, forward: true).ToDoubles().ShouldBe(expected.ToDoubles(), 1e-15);
        Gradient.Hessian(x => x.LogSumExp(), X).ToDoubles().ShouldBe(expected.ToDoubles(), 1e-15);
    }

    [Fact]
    public void Rosenbrock_s_Hessian()
    {
        static Tensor f(Tensor x) => (1 - x[0]).Square() + 100 * (x[1] - x[0].Square()).Square();
        Gradient.Hessian(f, Tensor.From(-1.2, 1)).ToDoubles().ShouldBe([1330, 480, 480, 200], 1e-10);
        Gradient.Jacobian(f, Tensor.From(-1.2, 1)).ToDoubles().ShouldBe([-215.6, -88], 1e-12);
    }

    [Fact]
    public void Third_and_fourth_derivatives()
    {
        Tensor x = Tensor.Scalar(0.7, DType.Float64).RequireGrad();
        Tensor d = x.Tanh();
        for (int i = 0; i < 3; i++) d = Gradient.Of(d, x, createGraph: true);
        double t = Math.Tanh(0.7), s = 1 - t * t;
        d.Item().ShouldBe(-2 * s * (1 - 3 * t * t), 1e-13);
        Tensor fourth = x.Pow(5);
        for (int i = 0; i < 4; i++) fourth = Gradient.Of(fourth, x, createGraph: true);
        fourth.Item().ShouldBe(120 * 0.7, 1e-11);
        Tensor sine = x.Sin();
        for (int i = 0; i < 8; i++) sine = Gradient.Of(sine, x, createGraph: true);
        sine.Item().ShouldBe(Math.Sin(0.7), 1e-13);
    }

    [Fact]
    public void A_gradient_is_differentiable_in_forward_mode_too()
    {
        var (_, product) = Gradient.Jvp(x =>
        {
            Tensor y = x.Exp().Sum() * x.Square().Sum();
            return Gradient.Of(y, x, createGraph: true);
        }, X, Tensor.From(1.0, 0, 0));
        Tensor row = Gradient.Hessian(x => x.Exp().Sum() * x.Square().Sum(), X)[0];
        product.ToDoubles().ShouldBe(row.ToDoubles(), 1e-12);
    }

    [Fact]
    public void A_gradient_penalty_trains()
    {
        Tensor w = Tensor.From(0.3, -0.8).RequireGrad(), x = Tensor.From(1.0, 2).RequireGrad();
        Tensor y = (w * x).Sum().Tanh();
        Tensor penalty = Gradient.Of(y, x, createGraph: true).Square().Sum();
        penalty.Backward();
        double s = 0.3 - 1.6, t = Math.Tanh(s), g = 1 - t * t, squares = 0.09 + 0.64;
        // p = g²·|w|², dp/dw = 2g²·w + 2g·g'·|w|²·x with g' = −2t·g
        w.Grad!.ToDoubles().ShouldBe([2 * g * g * 0.3 - 4 * t * g * g * squares, 2 * g * g * -0.8 - 8 * t * g * g * squares], 1e-14);
    }
}
