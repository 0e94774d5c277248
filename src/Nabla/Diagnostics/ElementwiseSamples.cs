using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>Points at which an elementwise definition is differentiable, in the shapes and memory orders that kernels treat differently.</summary>
internal static class ElementwiseSamples
{
    /// <summary>How far points stay from kinks: more than the two steps of a difference quotient.</summary>
    const double Clearance = 0.02;

    /// <summary>Samples of y = f(x), and whether its slope is 0 by definition.</summary>
    public static (IEnumerable<Sample> Samples, bool Flat) Unary<TOp>(RandomStream random) where TOp : struct, IUnary<TOp>
    {
        return (All(), TOp.Slope == 0);

        IEnumerable<Sample> All()
        {
            foreach (Tensor x in Views(shape => Points(random, shape, TOp.Domain, 0.5, TOp.Kinks)))
                yield return new(typeof(TOp).Name, inputs => Elementwise.Apply<TOp>(inputs[0]), x);
        }
    }

    /// <summary>Samples of y = f(a, b), and whether both slopes are 0 by definition.</summary>
    public static (IEnumerable<Sample> Samples, bool Flat) Binary<TOp>(RandomStream random) where TOp : struct, IBinary<TOp>
    {
        return (All(), TOp.SlopeA == 0 && TOp.SlopeB == 0);

        Tensor A(Shape shape) => Points(random, shape, TOp.DomainA, 0.25, []);

        Tensor B(Shape shape) => Points(random, shape, TOp.DomainB, 0.75, []);

        Sample Of(Tensor a, Tensor b) => new(typeof(TOp).Name, inputs => Elementwise.Apply<TOp>(inputs[0], inputs[1]), a, b);

        IEnumerable<Sample> All()
        {
            foreach ((Tensor a, Tensor b) in Views(A).Zip(Views(B))) yield return Of(a, b);
            yield return Of(A([2, 3]), B([3]));
            yield return Of(A([2, 1]), B([1, 3]));
            yield return Of(A([]), B([2, 2]));
            yield return Of(A([2, 1, 2]), B([3, 1]));
            yield return Of(A([0, 3]), B([3]));
            yield return Of(A([3, 2]).Transpose(), B([2, 3]));
            double p = A([]).Item(), q = B([]).Item();
            yield return new(typeof(TOp).Name, inputs => Elementwise.Apply<TOp>(inputs[0], q), A([7]));
            yield return new(typeof(TOp).Name, inputs => Elementwise.Apply<TOp>(p, inputs[0]), B([7]));
        }
    }

    /// <summary>Samples of y = f(a, b, c).</summary>
    public static (IEnumerable<Sample> Samples, bool Flat) Ternary<TOp>(RandomStream random) where TOp : struct, ITernary<TOp>
    {
        return (All(), false);

        Tensor A(Shape shape) => Points(random, shape, TOp.Domain.A, 1 / 6.0, []);

        Tensor B(Shape shape) => Points(random, shape, TOp.Domain.B, 3 / 6.0, []);

        Tensor C(Shape shape) => Points(random, shape, TOp.Domain.C, 5 / 6.0, []);

        Sample Of(Tensor a, Tensor b, Tensor c) => new(typeof(TOp).Name, inputs => Elementwise.Apply<TOp>(inputs[0], inputs[1], inputs[2]), a, b, c);

        IEnumerable<Sample> All()
        {
            foreach (((Tensor a, Tensor b), Tensor c) in Views(A).Zip(Views(B)).Zip(Views(C))) yield return Of(a, b, c);
            yield return Of(A([3, 5]), B([]), C([]));
            yield return Of(A([3, 5]), B([5]), C([3, 1]));
            yield return Of(A([0, 3]), B([3]), C([]));
        }
    }

    /// <summary>One tensor of each shape and memory order: longer than a register, a matrix, a scalar, transposed, cut, reversed, empty.</summary>
    static IEnumerable<Tensor> Views(Func<Shape, Tensor> draw)
    {
        yield return draw([19]);
        yield return draw([3, 4]);
        yield return draw([]);
        yield return draw([4, 3]).Transpose();
        yield return draw([4, 6])[1..3, TensorIndex.Every(.., 2)];
        yield return draw([2, 5])[.., TensorIndex.Every(.., -1)];
        yield return draw([2, 0, 3]);
    }

    /// <summary>
    /// Points on a grid, moved a little. Operands of one operation take different offsets of the grid, so that no two of them
    /// are ever close; 0, where definitions have their kinks too, lies between the points.
    /// </summary>
    static Tensor Points(RandomStream random, Shape shape, (double Low, double High) domain, double offset, IReadOnlyList<double> kinks)
    {
        const double cell = 0.12;
        var points = new double[shape.ElementCount];
        for (int i = 0; i < points.Length; i++)
        {
            double x;
            do
            {
                double drawn = domain.Low + random.NextDouble() * (domain.High - domain.Low);
                x = (Math.Floor(drawn / cell) + offset) * cell + (random.NextDouble() - 0.5) * (Clearance / 4);
            }
            while (x < domain.Low || x > domain.High || kinks.Any(k => Math.Abs(x - k) < Clearance));
            points[i] = x;
        }
        return Tensor.From<double>(points, shape);
    }
}
