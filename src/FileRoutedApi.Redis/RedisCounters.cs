using FileRoutedApi.RateLimiting;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// Rate limit counters that all machines share, in one atomic script. It uses the clock of the Redis server, because those of the machines
/// differ.
/// </summary>
internal sealed class RedisCounters(RedisConnection connection, MemoryCounters memory) : IRateLimitCounters
{
    private const string Script = """
        local kind, permits, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        -- A damaged counter, or one that another program wrote, starts again.
        local type = redis.call('TYPE', KEYS[1]).ok
        if type ~= 'none' and type ~= (kind == 'FixedWindow' and 'string' or 'hash') then
          redis.call('DEL', KEYS[1])
        end

        if kind == 'FixedWindow' then
          local left = redis.call('PTTL', KEYS[1])
          if left <= 0 then
            redis.call('SET', KEYS[1], 1, 'PX', window)
            return {1, permits - 1, window, 0}
          end
          local taken = tonumber(redis.call('GET', KEYS[1]))
          if not taken then
            taken = 0
            redis.call('SET', KEYS[1], 0, 'PX', left)
          end
          if taken >= permits then
            return {0, 0, left, left}
          end
          redis.call('INCR', KEYS[1])
          return {1, permits - taken - 1, left, 0}
        end

        if kind == 'SlidingWindow' then
          local segment = window / 10
          local current = math.floor(now / segment)
          local sum, oldest = 0, current
          local entries = redis.call('HGETALL', KEYS[1])
          for i = 1, #entries, 2 do
            local number, count = tonumber(entries[i]), tonumber(entries[i + 1])
            if not number or not count or number < current - 10 then
              redis.call('HDEL', KEYS[1], entries[i])
            else
              sum = sum + count
              oldest = math.min(oldest, number)
            end
          end
          local reset = math.ceil((current + 11) * segment - now)
          if sum >= permits then
            return {0, 0, reset, math.ceil((oldest + 11) * segment - now)}
          end
          redis.call('HINCRBY', KEYS[1], string.format('%.0f', current), 1)
          redis.call('PEXPIRE', KEYS[1], reset)
          return {1, permits - sum - 1, reset, 0}
        end

        local each = window / permits
        local tokens = tonumber(redis.call('HGET', KEYS[1], 'tokens') or permits) or permits
        local at = tonumber(redis.call('HGET', KEYS[1], 'at') or now) or now
        tokens = math.min(permits, tokens + math.max(0, now - at) / each)
        local allowed = 0
        if tokens >= 1 then
          allowed = 1
          tokens = tokens - 1
        end
        local reset = math.ceil((permits - tokens) * each)
        if allowed == 1 then
          redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.0f', now))
          redis.call('PEXPIRE', KEYS[1], math.max(1, reset))
        end
        return {allowed, math.floor(tokens), reset, allowed == 1 and 0 or math.ceil((1 - tokens) * each)}
        """;

    public ValueTask<RateLimitDecision> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken) =>
        connection.Database is { } database ? TakeAsync(database, rule, key, cancellationToken) : memory.TakeAsync(rule, key, cancellationToken);

    private async ValueTask<RateLimitDecision> TakeAsync(IDatabase database, RateLimitRule rule, string key, CancellationToken cancellationToken)
    {
        try
        {
            // The rule is part of the key: with another limit the counts start again.
            var result = (long[])(await database.ScriptEvaluateAsync(
                Script,
                [$"{connection.Prefix}limit:{rule.Scope}:{rule.Algorithm}:{rule.Permits}:{rule.Window.TotalMilliseconds}:{key}"],
                [rule.Algorithm.ToString(), rule.Permits, (long)Math.Ceiling(rule.Window.TotalMilliseconds)]))!;
            return new RateLimitDecision(
                rule, result[0] == 1, (int)result[1], TimeSpan.FromMilliseconds(result[2]), TimeSpan.FromMilliseconds(result[3]));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
            return await memory.TakeAsync(rule, key, cancellationToken);
        }
    }
}
