namespace Nabla.Lectures;

/// <summary>All derivatives of a vector function, by rows and by columns.</summary>
public static class JacobianMatrices
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("jacobian", "Jacobians: rows by reverse mode, columns by forward mode, the same matrix",
        "001 Nikolenko, 000 Mihov", "∇ₓf = ∇ₓg·∇_g f, with ∇ₓg the transposed Jacobian (columns are functions); a vector used several times: the sum over its uses",
        "000 writes Jacobians by rows (a row a function), 001 by columns: one is the other's transpose.", Run);

    static void Run(Lesson lesson)
    {
        // g(x) = (x₀·x₁, sin x₂, exp(x₀ + x₂)), and by hand its Jacobian with a row a function.
        static Tensor G(Tensor x) => Tensor.Stack([x[0] * x[1], x[2].Sin(), (x[0] + x[2]).Exp()]);
        Tensor x = Tensor.From<double>(0.5, 2, -1);
        Tensor byHand = Tensor.From(new[,] { { 2, 0.5, 0 }, { 0, 0, Math.Cos(-1) }, { Math.Exp(-0.5), 0, Math.Exp(-0.5) } });
        Tensor reverse = Gradient.Jacobian(G, x), forward = Gradient.Jacobian(G, x, forward: true);
        lesson.Expect("reverse mode − by hand", (reverse - byHand).Abs().Max().Item(), 0, 1e-15);
        lesson.Expect("forward mode − by hand", (forward - byHand).Abs().Max().Item(), 0, 1e-15);

        // The chain rule: f(g) = Σ gᵢ²; ∇ₓf = Jᵀ·∇_g f.
        Tensor g = G(x), chain = reverse.Transpose().MatMul(2 * g);
        Tensor leaf = x.RequireGrad();
        lesson.Expect("∇ₓf − Jᵀ·∇_g f", (Gradient.Of(G(leaf).Square().Sum(), leaf) - chain).Abs().Max().Item(), 0, 1e-15);

        // A vector used twice, h = a(x)·b(x): the gradients of both uses are added.
        static Tensor Twice(Tensor a, Tensor b) => (a.Sin() * b.Exp()).Sum();
        Tensor first = x.RequireGrad(), second = x.RequireGrad();
        Tensor[] uses = Gradient.Of(Twice(first, second), [first, second]);
        lesson.Expect("one vector used twice − the sum over its uses", (Gradient.Of(Twice(leaf, leaf), leaf) - (uses[0] + uses[1])).Abs().Max().Item(), 0, 1e-15);
        lesson.Draw("jacobian", new HeatMap("Jacobian of (x₀x₁, sin x₂, exp(x₀ + x₂))", reverse, ColourScale.Diverging, 240));
    }
}
