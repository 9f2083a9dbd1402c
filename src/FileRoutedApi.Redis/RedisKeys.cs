using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// The keys that protect cookies and tokens. While Redis is unavailable, the keys that were read before are used, and a new key is stored
/// when Redis is available again.
/// </summary>
internal sealed class RedisKeys : IXmlRepository
{
    private readonly RedisConnection _connection;
    private readonly ConcurrentQueue<(XElement Element, string Name)> _waiting = new();
    private IReadOnlyCollection<XElement> _known = [];

    public RedisKeys(RedisConnection connection)
    {
        _connection = connection;
        connection.Recovered += () => Task.Run(GetAllElements);
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        TryDo(repository =>
        {
            while (_waiting.TryPeek(out var waiting))
            {
                repository.StoreElement(waiting.Element, waiting.Name);
                _waiting.TryDequeue(out _);
            }

            _known = repository.GetAllElements();
        });
        return [.. _known, .. _waiting.Select(waiting => waiting.Element)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        if (!TryDo(repository => repository.StoreElement(element, friendlyName)))
        {
            _waiting.Enqueue((element, friendlyName));
        }
    }

    private bool TryDo(Action<RedisXmlRepository> act)
    {
        try
        {
            // IXmlRepository is synchronous. The wait is once, for the first attempt to connect: without keys no cookie can be read.
            var multiplexer = _connection.Multiplexer.GetAwaiter().GetResult();
            act(new RedisXmlRepository(() => multiplexer.GetDatabase(), $"{_connection.Prefix}keys"));
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _connection.Fail(exception);
            return false;
        }
    }
}
