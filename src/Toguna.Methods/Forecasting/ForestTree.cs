using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>What a forest learns from: unit-months by class of their features, and what followed each, as logs of ratios.</summary>
/// <param name="Classes">Shape (rows × width,), row after row.</param>
/// <param name="Width">Features of a row.</param>
/// <param name="Usable">The features that tell rows apart, and at the end <paramref name="Width"/>: the horizon.</param>
/// <param name="Horizons">How many.</param>
/// <param name="Ratios">Shape (rows × horizons,): log of the outcome over the scale; NaN where it is not known.</param>
/// <param name="Zeros">Same shape: whether nobody died.</param>
internal sealed record ForestRows(byte[] Classes, int Width, int[] Usable, int Horizons, float[] Ratios, bool[] Zeros)
{
    public int Count => Classes.Length / Width;
}

/// <summary>One extremely randomised tree: at each split half of the features, each with one cut drawn between its ends, the best of them kept.</summary>
/// <remarks>Read-only once grown; safe to read from several threads.</remarks>
/// <seealso href="https://doi.org/10.1007/s10994-006-6226-1">Geurts, Ernst and Wehenkel (2006), Extremely randomized trees, Machine Learning 63</seealso>
internal sealed class ForestTree
{
    private const int SmallestLeaf = 15;

    private readonly int horizonFeature;
    private readonly int[] samples;
    private readonly List<Node> nodes = [];

    /// <summary>Grows a tree on unit-months and horizons drawn with replacement.</summary>
    /// <param name="size">How many are drawn.</param>
    public ForestTree(ForestRows rows, int size, Xoshiro256 random)
    {
        horizonFeature = rows.Width;
        samples = new int[size];
        for (var i = 0; i < size; )
        {
            var drawn = random.Below(rows.Ratios.Length);
            samples[i] = drawn;
            i += float.IsNaN(rows.Ratios[drawn]) ? 0 : 1;
        }
        var order = new Growth(rows, samples, random, nodes).Order;
        samples = Array.ConvertAll(order, i => samples[i]);
    }

    /// <summary>The outcomes in the leaf that a row with these classes falls into, as positions in the ratios.</summary>
    public ReadOnlySpan<int> Leaf(ReadOnlySpan<byte> classes, int horizon)
    {
        var at = 0;
        while (nodes[at].Right > 0)
        {
            var node = nodes[at];
            var value = node.Feature == horizonFeature ? horizon : classes[node.Feature];
            at = value < node.Cut ? at + 1 : node.Right;
        }
        return samples.AsSpan(nodes[at].From, nodes[at].Count);
    }

    /// <summary>A leaf has no right child; a left one follows its parent at once.</summary>
    private readonly record struct Node(int Feature, int Cut, int Right, int From, int Count);

    /// <summary>The work of growing: what was drawn lies column by column, so that a column fits the processor's nearest memory.</summary>
    private sealed class Growth
    {
        private readonly Xoshiro256 random;
        private readonly List<Node> nodes;
        private readonly int[] features;
        private readonly ushort[][] columns;
        private readonly float[] ratios;

        public Growth(ForestRows rows, int[] drawn, Xoshiro256 random, List<Node> nodes)
        {
            (this.random, this.nodes, features) = (random, nodes, [.. rows.Usable]);
            columns = new ushort[rows.Width + 1][];
            foreach (var f in features)
            {
                columns[f] =
                    f == rows.Width
                        ? Array.ConvertAll(drawn, d => (ushort)(d % rows.Horizons + 1))
                        : Array.ConvertAll(drawn, d => (ushort)rows.Classes[d / rows.Horizons * rows.Width + f]);
            }
            ratios = Array.ConvertAll(drawn, d => rows.Ratios[d]);
            Order = [.. Enumerable.Range(0, drawn.Length)];
            Grow(0, drawn.Length);
        }

        /// <summary>The drawn in the order of the leaves.</summary>
        public int[] Order { get; }

        private void Grow(int from, int count)
        {
            var here = nodes.Count;
            nodes.Add(new Node(0, 0, 0, from, count));
            if (count < 2 * SmallestLeaf || Split(Order.AsSpan(from, count)) is not { } split)
            {
                return;
            }
            var left = Partition(Order.AsSpan(from, count), split);
            Grow(from, left);
            nodes[here] = new Node(split.Feature, split.Cut, nodes.Count, from, count);
            Grow(from + left, count - left);
        }

        private (int Feature, int Cut)? Split(ReadOnlySpan<int> part)
        {
            (int Feature, int Cut)? best = null;
            var bestGain = double.MinValue;
            double total = 0;
            foreach (var i in part)
            {
                total += ratios[i];
            }
            for (var tried = 0; tried < (features.Length + 1) / 2; tried++)
            {
                var pick = tried + random.Below(features.Length - tried);
                (features[tried], features[pick]) = (features[pick], features[tried]);
                var column = columns[features[tried]];
                var (least, most) = Ends(part, column);
                if (least == most)
                {
                    continue;
                }
                var cut = least + 1 + random.Below(most - least);
                var (left, sum) = Below(part, column, cut);
                if (left < SmallestLeaf || part.Length - left < SmallestLeaf)
                {
                    continue;
                }
                var gain = sum * sum / left + (total - sum) * (total - sum) / (part.Length - left);
                if (gain > bestGain)
                {
                    (best, bestGain) = ((features[tried], cut), gain);
                }
            }
            return best;
        }

        private static (int Least, int Most) Ends(ReadOnlySpan<int> part, ushort[] column)
        {
            int least = int.MaxValue,
                most = int.MinValue;
            foreach (var i in part)
            {
                int value = column[i];
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
            return (least, most);
        }

        private (int Count, double Sum) Below(ReadOnlySpan<int> part, ushort[] column, int cut)
        {
            var below = 0;
            double sum = 0;
            foreach (var i in part)
            {
                // Without a branch: a cut drawn at random is one that a processor cannot foresee.
                var inside = (column[i] - cut) >>> 31;
                below += inside;
                sum += inside * ratios[i];
            }
            return (below, sum);
        }

        private int Partition(Span<int> part, (int Feature, int Cut) split)
        {
            var column = columns[split.Feature];
            var left = 0;
            for (var i = 0; i < part.Length; i++)
            {
                if (column[part[i]] < split.Cut)
                {
                    (part[left], part[i]) = (part[i], part[left]);
                    left++;
                }
            }
            return left;
        }
    }
}
