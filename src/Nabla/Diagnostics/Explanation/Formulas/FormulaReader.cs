using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using static Nabla.Diagnostics.FormulaTokenKind;

namespace Nabla.Diagnostics;

/// <summary>Reads a formula into a graph, by operator precedence and without recursion: any depth of nesting works.</summary>
/// <remarks>
/// A formula is any number of <c>let name = expression;</c> and then an expression. Tighter first: <c>'</c>, <c>^</c> (to the right), unary <c>-</c>,
/// <c>* .* @ /</c>, <c>+ -</c>; so −x² is −(x²). A <c>'</c> transposes what stands before it. A name, and what <c>let</c> binds, is one vertex; everything else is a vertex
/// wherever it is written.
/// </remarks>
internal sealed class FormulaReader
{
    // How tightly what waits for its right operand holds; a parenthesis lets nothing past.
    const int Open = 0, Sum = 1, Product = 2, Sign = 3, Power = 4;

    readonly string text;
    readonly FormulaScanner scanner;
    readonly IReadOnlyDictionary<string, FormulaOperation> functions;
    readonly List<FormulaVertex> vertices = [];
    readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    readonly Dictionary<string, Binding> bindings = new(StringComparer.Ordinal);
    readonly Stack<int> operands = new();
    readonly Stack<Waiting> waiting = new();
    FormulaToken token;

    FormulaReader(string text, IReadOnlyDictionary<string, FormulaOperation> functions)
    {
        this.text = text;
        this.functions = functions;
        scanner = new FormulaScanner(text);
        token = scanner.Next();
    }

    /// <summary>An operator, a parenthesis or a call that is not complete yet.</summary>
    /// <param name="Bond">How tightly it holds.</param>
    /// <param name="Operation">What it applies; null for a parenthesis.</param>
    /// <param name="Token">Where it was written.</param>
    sealed record Waiting(int Bond, FormulaOperation? Operation, FormulaToken Token)
    {
        public int Arguments { get; set; } = 1;

        /// <summary>Where the parenthesis stands; after the name of a call.</summary>
        public FormulaPlace Parenthesis { get; init; }
    }

    sealed record Binding(int Vertex, FormulaPlace Place)
    {
        public bool Used { get; set; }
    }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormulaException">The text is no formula.</exception>
    [RequiresUnreferencedCode(FormulaFunctions.FindsByReflection)]
    [RequiresDynamicCode(FormulaFunctions.FindsByReflection)]
    public static FormulaGraph Read(string text) => new FormulaReader(text, FormulaFunctions.All()).Formula();

    FormulaGraph Formula()
    {
        while (token is { Kind: Name, Text: "let" }) Let();
        Expression();
        if (token.Kind == Semicolon) throw Error("';' ends only what 'let' begins; a formula has one result.");
        foreach ((string name, Binding binding) in bindings)
        {
            if (!binding.Used)
                throw new FormulaException(FormulaError.Name, $"'{name}' is bound by 'let' but never used.", text, binding.Place);
        }
        return new FormulaGraph(text, vertices, new HashSet<string>(bindings.Keys, StringComparer.Ordinal));
    }

    void Let()
    {
        Advance();
        FormulaToken name = token;
        if (name.Kind != Name) throw Error($"a name is expected after 'let', not {Described()}.");
        Reserve(name);
        if (bindings.ContainsKey(name.Text)) throw Error($"'{name.Text}' is bound by 'let' already.");
        Advance();
        if (token.Kind != FormulaTokenKind.Equals) throw Error($"'=' is expected after 'let {name.Text}', not {Described()}.");
        Advance();
        int vertex = Expression();
        if (names.ContainsKey(name.Text))
            throw new FormulaException(FormulaError.Name, $"'{name.Text}' is used before 'let' binds it.", text, name.Place);
        if (token.Kind != Semicolon) throw Error($"';' is expected at the end of 'let {name.Text} = …', not {Described()}.");
        Advance();
        bindings.Add(name.Text, new Binding(vertex, name.Place));
        if (vertices[vertex].Operation is not null) vertices[vertex].Bound ??= name.Text;
    }

    /// <summary>Reads up to the end or a semicolon; the vertex of the result.</summary>
    int Expression()
    {
        while (true)
        {
            while (!Operand()) { }
            while (token.Kind is Close or Comma or Transposed) AfterOperand();
            if (token.Kind is End or Semicolon) break;
            Operator();
        }
        Complete(Open + 1);
        if (waiting.TryPeek(out Waiting? open))
            throw new FormulaException(FormulaError.Syntax, "this parenthesis is never closed.", text, open.Parenthesis);
        return operands.Pop();
    }

    /// <summary>Reads a number or a name, or one sign or parenthesis before it; whether the operand is complete.</summary>
    bool Operand()
    {
        FormulaToken at = token;
        switch (at.Kind)
        {
            case Number:
                Advance();
                Push(new FormulaVertex(null, at.Text, at.Number, [], at.Place));
                return true;
            case Name:
                Advance();
                if (token.Kind == FormulaTokenKind.Open)
                {
                    waiting.Push(new Waiting(Open, Function(at), at) { Parenthesis = token.Place });
                    Advance();
                    return false;
                }
                Reserve(at);
                operands.Push(Named(at));
                return true;
            case Minus:
                Advance();
                waiting.Push(new Waiting(Sign, FormulaFunctions.Negate, at));
                return false;
            case FormulaTokenKind.Open:
                Advance();
                waiting.Push(new Waiting(Open, null, at) { Parenthesis = at.Place });
                return false;
            case FormulaTokenKind.Equals:
                throw Error("'=' has no meaning in an expression. To name a part, write: let u = …;");
            default:
                bool doubled = at.Kind == Times && waiting.TryPeek(out Waiting? before) && before.Token is { Kind: Times } first && first.Place.Offset + first.Text.Length == at.Place.Offset;
                throw Error($"a number, a name or '(' is expected, not {Described()}.{(doubled ? " A power is written ^." : "")}");
        }
    }

    /// <summary>Reads the sign between two operands.</summary>
    void Operator()
    {
        (int bond, FormulaOperation operation) = token.Kind switch
        {
            Plus => (Sum, FormulaFunctions.Add),
            Minus => (Sum, FormulaFunctions.Subtract),
            Times => (Product, FormulaFunctions.Multiply),
            ElementTimes => (Product, FormulaFunctions.Hadamard),
            MatrixTimes => (Product, FormulaFunctions.MatMul),
            Over => (Product, FormulaFunctions.Divide),
            FormulaTokenKind.Power => (Power, FormulaFunctions.Pow),
            Name or Number or FormulaTokenKind.Open => throw Error($"an operator is expected before {Described()}. To multiply, write *."),
            FormulaTokenKind.Equals => throw Error("'=' has no meaning in an expression. To name a part, write: let u = …;"),
            _ => throw Error($"an operator is expected, not {Described()}."),
        };
        Complete(bond == Power ? Power + 1 : bond);
        waiting.Push(new Waiting(bond, operation, token));
        Advance();
    }

    /// <summary>Reads a parenthesis that closes, or a comma with the argument after it.</summary>
    void AfterOperand()
    {
        if (token.Kind == Transposed)
        {
            // Holds as tightly as a power does: -x' is -(x'), and a^b' is a^(b').
            Apply(FormulaFunctions.Transpose, token);
            Advance();
            return;
        }
        Complete(Open + 1);
        if (!waiting.TryPeek(out Waiting? open))
            throw Error(token.Kind == Close ? "this parenthesis closes nothing." : "',' separates arguments of a function only; decimals have a point.");
        if (token.Kind == Comma)
        {
            if (open.Operation is null) throw Error("',' separates arguments of a function only; decimals have a point.");
            open.Arguments++;
            Advance();
            while (!Operand()) { }
            // What follows the argument is read by the caller, unless it is another ',' or ')'.
            return;
        }
        waiting.Pop();
        Advance();
        if (open.Operation is not { } function) return;
        if (open.Arguments == 1 && function.Arity == 2 && FormulaFunctions.Folds.TryGetValue(open.Token.Text, out FormulaOperation? fold)) function = fold;
        if (open.Arguments != function.Arity)
        {
            throw new FormulaException(FormulaError.Syntax, string.Create(CultureInfo.InvariantCulture,
                $"{open.Token.Text} takes {function.Arity} argument{(function.Arity == 1 ? "" : "s")}, not {open.Arguments}."), text, open.Token.Place);
        }
        Apply(function, open.Token);
    }

    /// <summary>Applies what waits and holds at least as tightly as a bond.</summary>
    void Complete(int bond)
    {
        while (waiting.TryPeek(out Waiting? last) && last.Bond >= bond)
        {
            waiting.Pop();
            Apply(last.Operation!, last.Token);
        }
    }

    void Apply(FormulaOperation operation, FormulaToken at)
    {
        int[] inputs = new int[operation.Arity];
        for (int i = inputs.Length - 1; i >= 0; i--) inputs[i] = operands.Pop();
        Push(new FormulaVertex(operation, at.Text, null, inputs, at.Place));
    }

    void Push(FormulaVertex vertex)
    {
        operands.Push(vertices.Count);
        vertices.Add(vertex);
    }

    int Named(FormulaToken name)
    {
        if (bindings.TryGetValue(name.Text, out Binding? binding))
        {
            binding.Used = true;
            return binding.Vertex;
        }
        if (!names.TryGetValue(name.Text, out int vertex))
        {
            vertex = vertices.Count;
            names.Add(name.Text, vertex);
            vertices.Add(new FormulaVertex(null, name.Text, null, [], name.Place));
        }
        return vertex;
    }

    FormulaOperation Function(FormulaToken name) => functions.TryGetValue(name.Text, out FormulaOperation? function)
        ? function
        : throw new FormulaException(FormulaError.Syntax, names.ContainsKey(name.Text) || bindings.ContainsKey(name.Text)
            ? $"'{name.Text}' is no function. To multiply, write *."
            : $"there is no function '{name.Text}'.{NearestName.Hint(name.Text, functions.Keys)}", text, name.Place);

    void Reserve(FormulaToken name)
    {
        if (name.Text == "let")
            throw new FormulaException(FormulaError.Syntax, "'let' stands only at the beginning of a formula, or after ';'.", text, name.Place);
        // sum, mean or T may be names too: without a parenthesis after them they are no calls.
        if (functions.TryGetValue(name.Text, out FormulaOperation? function) && function.IsElementwise)
            throw new FormulaException(FormulaError.Syntax, $"'{name.Text}' is a function. Write {name.Text}(…).", text, name.Place);
    }

    void Advance() => token = scanner.Next();

    string Described() => token.Kind == End ? "the end" : $"'{token.Text}'";

    FormulaException Error(string reason) => new(FormulaError.Syntax, reason, text, token.Place);
}
