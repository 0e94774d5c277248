using FsCheck;
using FsCheck.Fluent;

namespace Nabla.Tests.Tensors;

/// <summary>Chains of views against a naive map from places to elements.</summary>
public sealed class ViewPropertyTests
{
    [Fact]
    public void Any_chain_of_views_shows_the_elements_that_a_naive_map_finds() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), codes =>
        {
            var (view, map) = Chain(codes, expand: true);
            map.Shape.ShouldBe(view.Shape);
            view.ToDoubles().ShouldBe(map.Elements);
            view.Contiguous().ToDoubles().ShouldBe(map.Elements);
            (view + 0).ToDoubles().ShouldBe(map.Elements);
            if (view.ElementCount > 0) view.Sum().Item().ShouldBe(map.Elements.Sum());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>The gradient of Σ w·view(x) counts, with weights, how often each element is shown.</summary>
    [Fact]
    public void Gradients_go_back_to_where_the_elements_came_from() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), codes =>
        {
            Tensor leaf = Source().RequireGrad();
            var (view, map) = Chain(codes, expand: true, leaf);
            if (!view.RequiresGrad) return;
            Tensor weights = Tensor.Range(1, view.ElementCount + 1, 1, DType.Float64).Reshape(view.Shape);
            double[] expected = new double[leaf.ElementCount];
            for (int i = 0; i < map.Elements.Length; i++) expected[(int)map.Elements[i]] += i + 1;
            Gradient.Of(view, leaf, weights).ToDoubles().ShouldBe(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Views_without_reshape_share_memory() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), codes =>
        {
            Tensor source = Source();
            Tensor view = Chain([.. codes.Where(c => Kind(c) != 2)], expand: true, source).View;
            if (view.ElementCount > 0) ReferenceEquals(view.Storage, source.Storage).ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_reshape_copies_only_where_strides_cannot_show_it()
    {
        Tensor x = Tensor.Range(0, 24).Reshape(2, 3, 4);
        Shares(x.Reshape(6, 4)).ShouldBeTrue();
        Shares(x.Transpose(0, 1)).ShouldBeTrue();
        Shares(x[.., 1].Reshape(2, 2, 2)).ShouldBeTrue();
        Shares(x.Transpose().Reshape(2, 2, 2, 3)).ShouldBeTrue();
        Shares(x.Reshape(24)[TensorIndex.Every(.., 2)].Reshape(3, 4)).ShouldBeTrue();
        Shares(x.Transpose().Reshape(24)).ShouldBeFalse();
        Shares(x.Contiguous()).ShouldBeTrue();
        Shares(x.Clone()).ShouldBeFalse();
        Shares(x.Detach()).ShouldBeTrue();

        bool Shares(Tensor y) => ReferenceEquals(y.Storage, x.Storage);
    }

    [Fact]
    public void Broadcast_arithmetic_agrees_with_a_naive_loop() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, int)>(), pair =>
        {
            var random = new RandomStream((ulong)(uint)HashCode.Combine(pair));
            int rank = random.NextInt(5);
            int[] common = [.. Enumerable.Range(0, rank).Select(_ => random.NextInt(4))];
            Tensor a = Operand(random, common), b = Operand(random, common);
            Shape shape = Shape.Broadcast(a.Shape, b.Shape);
            Tensor y = a - 2 * b;
            y.Shape.ShouldBe(shape);
            double[] p = a.ToDoubles(), q = b.ToDoubles(), expected = new double[shape.ElementCount];
            for (int i = 0; i < expected.Length; i++) expected[i] = p[Place(i, shape, a.Shape)] - 2 * q[Place(i, shape, b.Shape)];
            y.ToDoubles().ShouldBe(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>A shape that broadcasts to the common one: axes cut on the left, some sizes 1; sometimes a view.</summary>
    static Tensor Operand(RandomStream random, int[] common)
    {
        int[] sizes = [.. common.Skip(random.NextInt(common.Length + 1)).Select(n => random.NextInt(3) == 0 ? 1 : n)];
        if (sizes.Length < 2 || random.NextInt(2) == 0) return random.Normal(new Shape(sizes), type: DType.Float64);
        (sizes[0], sizes[^1]) = (sizes[^1], sizes[0]);
        return random.Normal(new Shape(sizes), type: DType.Float64).Transpose(0, -1);
    }

    /// <summary>Where the element that broadcasts to place i of a larger shape lies.</summary>
    static long Place(long i, Shape whole, Shape part)
    {
        long place = 0, stride = 1;
        for (int axis = 1; axis <= whole.Rank; axis++)
        {
            long index = i % whole[whole.Rank - axis];
            i /= whole[whole.Rank - axis];
            if (axis > part.Rank) break;
            int size = part[part.Rank - axis];
            if (size != 1) place += index * stride;
            stride *= size;
        }
        return place;
    }

    static Tensor Source() => Tensor.Range(0, 24, 1, DType.Float64).Reshape(2, 3, 4);

    static int Kind(int code) => (int)((uint)code % 5);

    static (Tensor View, Map Map) Chain(int[] codes, bool expand, Tensor? source = null)
    {
        Tensor view = source ?? Source();
        var map = new Map(view.Shape, view.ToDoubles());
        foreach (int code in codes)
        {
            var random = new RandomStream((ulong)(uint)code);
            switch (Kind(code))
            {
                case 0:
                    int[] order = random.Permutation(view.Rank);
                    view = view.Permute(order);
                    map = map.Pick(new Shape([.. order.Select(a => map.Shape[a])]), at => Map.Inverse(order, at));
                    break;
                case 1 when view.Rank > 0:
                    int axis = random.NextInt(view.Rank), size = view.Shape[axis], start = random.NextInt(size + 1), end = start + random.NextInt(size - start + 1);
                    int step = random.NextInt(3) + 1;
                    if (random.NextInt(2) == 0) step = -step;
                    TensorIndex[] indices = [.. Enumerable.Repeat((TensorIndex)(..), axis), TensorIndex.Every(start..end, step)];
                    view = view[indices];
                    int[] taken = [.. Enumerable.Range(0, Math.Max(0, end - start)).Where(i => i % Math.Abs(step) == 0).Select(i => step > 0 ? start + i : end - 1 - i)];
                    map = map.Pick(map.Shape.With(axis, taken.Length), at => [.. at[..axis], taken[at[axis]], .. at[(axis + 1)..]]);
                    break;
                case 2:
                    int[] factors = Factors(random, (int)view.ElementCount);
                    view = view.Reshape(factors);
                    map = map with { Shape = new Shape(factors) };
                    break;
                case 3 when expand && view.Rank < 5 && view.ElementCount < 200:
                    int times = random.NextInt(3) + 1;
                    Shape wider = new Shape([times]).Concat(view.Shape);
                    view = view.Expand(wider);
                    map = map.Pick(wider, at => at[1..]);
                    break;
                case 4 when view.Rank is > 0 and < 6:
                    int place = random.NextInt(view.Rank + 1);
                    view = view.Unsqueeze(place);
                    map = map with { Shape = view.Shape };
                    break;
                default:
                    if (view.Rank == 0 || view.Shape[0] == 0) break;
                    int first = random.NextInt(view.Shape[0]);
                    view = view[first];
                    map = map.Pick(map.Shape.Without(0), at => [first, .. at]);
                    break;
            }
        }
        return (view, map);
    }

    /// <summary>Up to four sizes with a given product.</summary>
    static int[] Factors(RandomStream random, int count)
    {
        if (count == 0) return [random.NextInt(3), 0];
        List<int> sizes = [];
        for (int left = count; sizes.Count < 4;)
        {
            int[] divisors = [.. Enumerable.Range(1, left).Where(d => left % d == 0)];
            int size = sizes.Count == 3 ? left : divisors[random.NextInt(divisors.Length)];
            sizes.Add(size);
            left /= size;
            if (left == 1) break;
        }
        return sizes.Aggregate(1, (p, n) => p * n) == count ? [.. sizes] : [count];
    }

    /// <summary>A shape and its elements in row-major order.</summary>
    sealed record Map(Shape Shape, double[] Elements)
    {
        public Map Pick(Shape shape, Func<int[], int[]> source)
        {
            var elements = new double[shape.ElementCount];
            for (int i = 0; i < elements.Length; i++) elements[i] = Elements[Flat(Shape, source(Indices(shape, i)))];
            return new(shape, elements);
        }

        public static int[] Inverse(int[] order, int[] at)
        {
            var source = new int[order.Length];
            for (int i = 0; i < order.Length; i++) source[order[i]] = at[i];
            return source;
        }

        static int[] Indices(Shape shape, int flat)
        {
            var at = new int[shape.Rank];
            for (int axis = shape.Rank - 1; axis >= 0; axis--) (flat, at[axis]) = Math.DivRem(flat, shape[axis]);
            return at;
        }

        static int Flat(Shape shape, int[] at)
        {
            int flat = 0;
            for (int axis = 0; axis < at.Length; axis++) flat = flat * shape[axis] + at[axis];
            return flat;
        }
    }
}
