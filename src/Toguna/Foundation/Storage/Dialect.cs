using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Toguna.Foundation.Storage;

/// <summary>
/// The few places where the two engines differ: how a value is stored, and how a list of values is passed.
/// </summary>
/// <remarks>
/// SQLite: an id is a 16-byte BLOB (big-endian, so that it sorts by time), a day is TEXT <c>2026-03-12</c>, an
/// instant is TEXT <c>2026-03-12T05:41:07.123Z</c>. PostgreSQL: uuid, date, timestamptz.
/// </remarks>
public static class Dialect
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>A condition that <paramref name="column"/> is one of the values in parameter <paramref name="name"/>.</summary>
    /// <remarks>Pass the values through <see cref="List(Engine, IEnumerable{Guid})"/> or its text twin: one statement for any length.</remarks>
    public static string In(Engine engine, string column, string name) =>
        engine == Engine.Sqlite ? $"{column} IN (SELECT value FROM json_each(@{name}))" : $"{column} = ANY(@{name})";

    /// <summary>As <see cref="In"/>, for a column of identifiers.</summary>
    public static string InIds(Engine engine, string column, string name) =>
        engine == Engine.Sqlite
            ? $"{column} IN (SELECT unhex(value) FROM json_each(@{name}))"
            : $"{column} = ANY(@{name})";

    public static object List(Engine engine, IEnumerable<string> values) =>
        engine == Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(values) : values.ToArray();

    public static object List(Engine engine, IEnumerable<Guid> values) =>
        engine == Engine.Sqlite
            ? System.Text.Json.JsonSerializer.Serialize(values.Select(v => v.ToString("N")))
            : values.ToArray();

    /// <summary>The value as the engine stores it, for statements bound by hand.</summary>
    public static object Stored(Engine engine, object? value) =>
        (engine, value) switch
        {
            (_, null) => DBNull.Value,
            (Engine.Sqlite, Guid id) => id.ToByteArray(bigEndian: true),
            (Engine.Sqlite, DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture),
            (Engine.Sqlite, DateTimeOffset at) => Instant(at),
            (_, char letter) => letter.ToString(),
            (_, Enum choice) => Convert.ToInt32(choice, CultureInfo.InvariantCulture),
            _ => value,
        };

    /// <summary>The instant as SQLite keeps it, and as every export writes it.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>The instant that SQLite keeps, digit by digit: a page reads hundreds of thousands. What is written otherwise is read by the library.</summary>
    public static DateTimeOffset Instant(string text)
    {
        if (text is [_, _, _, _, '-', _, _, '-', _, _, 'T', _, _, ':', _, _, ':', _, _, '.', _, _, _, 'Z'])
        {
            var (year, month, day) = (Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2));
            var (hour, minute, second) = (Digits(text, 11, 2), Digits(text, 14, 2), Digits(text, 17, 2));
            var thousandths = Digits(text, 20, 3);
            if ((year | month | day | hour | minute | second | thousandths) >= 0)
            {
                return new DateTimeOffset(year, month, day, hour, minute, second, thousandths, TimeSpan.Zero);
            }
        }
        return DateTimeOffset.Parse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
    }

    internal static void RegisterTypes()
    {
        lock (Gate)
        {
            if (registered)
            {
                return;
            }
            registered = true;
            SqlMapper.RemoveTypeMap(typeof(Guid));
            SqlMapper.RemoveTypeMap(typeof(Guid?));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.RemoveTypeMap(typeof(DateOnly));
            SqlMapper.RemoveTypeMap(typeof(DateOnly?));
            SqlMapper.AddTypeHandler(new GuidHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            SqlMapper.AddTypeHandler(new DayHandler());
            DefaultTypeMap.MatchNamesWithUnderscores = true;
        }
    }

    private static void Bind(IDbDataParameter parameter, object? value) =>
        parameter.Value = Stored(parameter is SqliteParameter ? Engine.Sqlite : Engine.Postgres, value);

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) => value is Guid id ? id : new Guid((byte[])value, bigEndian: true);

        public override void SetValue(IDbDataParameter parameter, Guid value) => Bind(parameter, value);
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            value switch
            {
                DateTimeOffset at => at.ToUniversalTime(),
                DateTime at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
                string text => Instant(text),
                _ => throw new InvalidCastException($"{value.GetType()} is not an instant"),
            };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => Bind(parameter, value);
    }

    private sealed class DayHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) =>
            value switch
            {
                DateOnly day => day,
                DateTime at => DateOnly.FromDateTime(at),
                string text => Written(text),
                _ => throw new InvalidCastException($"{value.GetType()} is not a day"),
            };

        private static DateOnly Written(string text)
        {
            if (text is [_, _, _, _, '-', _, _, '-', _, _])
            {
                var (year, month, day) = (Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2));
                if ((year | month | day) >= 0)
                {
                    return new DateOnly(year, month, day);
                }
            }
            return DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);
        }

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => Bind(parameter, value);
    }

    /// <returns>The number that so many signs from a place on write; negative where one of them is no digit.</returns>
    private static int Digits(string text, int from, int many)
    {
        var number = 0;
        for (var i = from; i < from + many; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return -1;
            }
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
