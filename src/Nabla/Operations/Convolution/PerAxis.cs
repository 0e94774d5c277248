using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>A whole number for each spatial axis, or one for all of them: <c>2</c>, or <c>[2, 1]</c> outermost first; 0 unless given.</summary>
[CollectionBuilder(typeof(PerAxis), nameof(Create))]
public readonly struct PerAxis
{
    readonly Shape numbers;

    PerAxis(Shape numbers) => this.numbers = numbers;

    /// <summary>A number for each axis; what <c>[2, 1]</c> calls.</summary>
    /// <param name="numbers">One a spatial axis, each ≥ 0.</param>
    /// <exception cref="ShapeException">A number is negative.</exception>
    public static PerAxis Create(ReadOnlySpan<int> numbers) => new(new Shape(numbers));

    /// <summary>One number for all axes.</summary>
    public static implicit operator PerAxis(int number) => Create([number]);

    /// <summary>The numbers as written.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)numbers).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => numbers.Rank switch { 0 => "0", 1 => numbers[0].ToString(CultureInfo.InvariantCulture), _ => numbers.ToString() };

    /// <summary>A number for each of so many axes.</summary>
    /// <param name="axes">The number of spatial axes.</param>
    /// <param name="least">The least that a number may be.</param>
    /// <param name="operation">The operation's name, for the error.</param>
    /// <param name="what">What the numbers are, for the error.</param>
    /// <exception cref="ShapeException">There are as many numbers neither as axes nor 1, or one is too small.</exception>
    internal int[] Of(int axes, int least, string operation, string what)
    {
        if (numbers.Rank > 1 && numbers.Rank != axes)
            throw new ShapeException($"{operation}: cannot use {what} {numbers}: it has {numbers.Rank} numbers for {axes} spatial axes.", numbers);
        var all = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            all[i] = numbers.Rank switch { 0 => 0, 1 => numbers[0], _ => numbers[i] };
            if (all[i] < least) throw new ShapeException($"{operation}: cannot use {what} {this}: {all[i]} is less than {least}.", numbers);
        }
        return all;
    }
}
