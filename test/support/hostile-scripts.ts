/** Scripts that never end by themselves, or not in a year. The budget ends each of them. */
export const ENDLESS: readonly string[] = [
  // Loops of every kind.
  'while true do end',
  'repeat until false',
  'for i = 1, 1e300 do end',
  'for i = 2, 1, 0 do end',
  'local function f() return f() end f()',
  'local function f() pcall(f) end while true do f() end',
  'local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) while true do pcall(function() return t[1] end) end',
  'local t = setmetatable({}, {__newindex = function() end}) while true do t.a = 1 end',
  'local t = setmetatable({}, {__call = function(self) return self() end}) while true do pcall(t) end',
  'local t = setmetatable({}, {__concat = function(a, b) return a .. b end}) while true do pcall(function() return t .. t end) end',
  'while true do setmetatable({}, {__gc = function() while true do end end}) collectgarbage() end',
  'while true do for _ in pairs({1, 2, 3}) do end end',
  // Nothing that is caught ends it, no handler, no coroutine.
  "while true do pcall(error, 'x') end",
  'while true do pcall(function() while true do end end) end',
  'local function f() return xpcall(f, f) end while true do f() end',
  'while true do xpcall(function() error() end, function() error() end) end',
  'while true do xpcall(error, function() while true do end end) end',
  'while true do coroutine.wrap(function() while true do end end)() end',
  'while true do coroutine.wrap(function() end)() end',
  'local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do c() end',
  'local t = {} while true do t[#t % 1000 + 1] = coroutine.create(function() coroutine.yield() end) coroutine.resume(t[#t]) end',
  'local function f() return coroutine.wrap(f)() end while true do pcall(f) end',
  'while true do load(function() return "x = 1 " end) end',
  "while true do loadstring(('do '):rep(100) .. ('end '):rep(100)) end",
  // Patterns.
  "return string.find(('a'):rep(30), ('a?'):rep(30) .. ('a'):rep(30))",
  "return string.find(('a'):rep(200), ('a*'):rep(20) .. 'b')",
  "return string.find(('a'):rep(200), ('(a*)'):rep(20) .. 'b')",
  "return string.find(('a'):rep(1e5), '.-.-.-b')",
  "local s = ('a '):rep(1000) while true do s:find('%f[%w]%f[%s]b') end",
  "local s = ('('):rep(1e5) while true do s:find('%b()') end",
  "local s = ('a'):rep(1000) while true do s:gsub('a', function(c) return c end) end",
  "local s = ('a'):rep(1000) while true do for _ in s:gmatch('%a') do end end",
  "local s = ('a'):rep(1e6) return s:find('(a*)%1b')",
  "local s = ('a'):rep(1e7) return s:find('b' .. ('a'):rep(1e6), 1, true)",
  // Long strings, compared, copied, converted.
  "local s = ('x'):rep(1e6) local a, b = s .. 'a', s .. 'b' while true do local _ = a < b end",
  "local s = ('1'):rep(1e6) while true do local _ = s + 1 end",
  "local s = ('x'):rep(1e6) while true do local _ = s .. 'y' end",
  "local s = ('x'):rep(1e6) while true do s:sub(2) s:upper() s:reverse() end",
  "local s = ('1'):rep(1e5) while true do tonumber(s, 2) end",
  "while true do string.format('%99.99f', 1e300) end",
  // Strings of one hash: Lua looks at each of them to find another one.
  "local s, t = ('x'):rep(990), {} for i = 1, 1e5 do t[i] = s .. string.format('%08d', i) .. 'x' end",
  // Tables.
  'local t = {} for i = 1, 1e6 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end',
  'local t = {} for i = 1, 1000 do t[i] = i end while true do pcall(table.sort, t, function() return true end) end',
  "local p, t = ('x'):rep(1e4), {} for i = 1, 1000 do t[i] = p .. i * 7919 % 1000 end while true do table.sort(t) end",
  "local t = {} for i = 1, 1e5 do t['k' .. i] = i end for k in pairs(t) do t[k] = nil end while true do next(t) end",
  "local t = {} for i = 1, 1e4 do t[i] = i + 0.5 end while true do table.concat(t, ',') end",
  'local t = {} for i = 1, 7000 do t[i] = i end while true do local _ = {unpack(t)} end',
  "local t = setmetatable({}, {__mode = 'k'}) while true do t[{}] = {} end",
  // Libraries.
  "local s = ('['):rep(900) .. (']'):rep(900) while true do cjson.decode(s) end",
  "local s = ('\\1'):rep(1e5) while true do cjson.encode({s}) end",
  'local t = {} for i = 1, 1e4 do t[i] = i end while true do cmsgpack.unpack(cmsgpack.pack(t)) end',
  "local f = ('b'):rep(1e5) while true do struct.size(f) end",
  "local s = ('x'):rep(1e6) while true do redis.sha1hex(s) end",
  'while true do bit.tohex(1) end',
  // Commands.
  "while true do redis.call('ping') end",
  "while true do redis.pcall('nosuch') end",
  "while true do pcall(redis.call, 'nosuch') end",
  "while true do redis.call('incr', 'hostile:n') end",
  "redis.call('set', 'hostile:s', ('x'):rep(1e6)) while true do redis.call('bitcount', 'hostile:s') end",
  "redis.call('set', 'hostile:a', ('ab'):rep(5e5)) redis.call('set', 'hostile:b', ('ba'):rep(5e5)) redis.call('lcs', 'hostile:a', 'hostile:b')",
  "redis.call('set', ('a'):rep(1e6), 'x') redis.call('keys', '*' .. ('a'):rep(5e5) .. 'b')",
  "for i = 1, 100 do redis.call('sadd', 'hostile:set', i) end while true do redis.call('sunionstore', 'hostile:copy', 'hostile:set') end",
  "for i = 1, 100 do redis.call('zadd', 'hostile:zset', i, i) end while true do redis.call('zrange', 'hostile:zset', 0, -1) end",
  "while true do redis.call('xadd', 'hostile:stream', '*', 'f', 'v') end",
];

/** Fills all the memory that there is for a script. */
export const GREEDY = "local s = 'x' return {pcall(function() while true do s = s .. s end end)}";

/** Scripts that try what must not work, or be too much at once; each ends by itself, with an answer. */
export const REFUSED: readonly string[] = [
  "return {pcall(string.format, '%99999d', 1)}",
  'return {pcall(unpack, {}, 1, 1e8)}',
  'return {pcall(unpack, {}, 0, 2147483647)}',
  'return {pcall(unpack, {}, -2147483648, 2147483647)}',
  // Depth.
  'local function f() return 1 + f() end return {pcall(f)}',
  'local function f(n) return pcall(f, n + 1) end return {f(1)}',
  "local function f() return (('a'):gsub('a', f)) end return {pcall(f)}",
  'local function f() return coroutine.wrap(f)() end local ok, e = pcall(f) return {ok, #e}',
  'local t = {} for i = 1, 1e5 do t = {t} end return t',
  'local t = {} for i = 1, 1e5 do t = {t} end return {pcall(cjson.encode, t)}',
  'local t = {} for i = 1, 1e5 do t = {t} end return {pcall(cmsgpack.pack, t)}',
  'local t = {} t[1] = t return {pcall(cjson.encode, t)}',
  'local t = {} t[1] = t return t',
  "return {pcall(cjson.decode, ('['):rep(1e6))}",
  "return {pcall(cmsgpack.unpack, ('\\145'):rep(1e6))}",
  "return {loadstring('return ' .. ('('):rep(1e4))}",
  "return {loadstring(('return function() '):rep(300))}",
  "return {pcall(string.find, ('a'):rep(1000), ('a?'):rep(1000))}",
  "return {pcall(string.find, 'a', ('('):rep(100))}",
  // Lengths that overflow.
  "return {pcall(cmsgpack.unpack, '\\221\\255\\255\\255\\255')}",
  "return {pcall(cmsgpack.unpack, '\\223\\255\\255\\255\\255')}",
  "return {pcall(cmsgpack.unpack, '\\219\\255\\255\\255\\255')}",
  "return {pcall(struct.unpack, 'c2147483647', 'a')}",
  "return {pcall(struct.unpack, 'I2147483648', 'a')}",
  "return {pcall(struct.unpack, 'c0', 'a')}",
  "return {pcall(struct.unpack, 'bc0', '\\255a')}",
  "return {pcall(struct.pack, 'i33', 1)}",
  "return {pcall(struct.pack, '!3i4', 1)}",
  'return {bit.tohex(65535, -2147483648), bit.lshift(1, 64), bit.tobit(2 ^ 53 + 1)}',
  'return {pcall(cjson.encode, {[2 ^ 31] = 1})}',
  // What belongs to the host, or to other scripts.
  'return {loadstring(string.dump(function() end))}',
  'local n = 0 return {load(function() n = n + 1 return n == 1 and string.dump(function() end) or nil end)}',
  'return {pcall(function() return getfenv end)}',
  'return {pcall(function() return setfenv end)}',
  'return {pcall(function() return newproxy end)}',
  'return {pcall(function() return debug end)}',
  'return {pcall(function() return io end)}',
  'return {pcall(function() return require end)}',
  'return {pcall(function() return package end)}',
  'return {pcall(function() return dofile end)}',
  'return {type(os.execute), type(os.exit), type(os.getenv), type(os.time)}',
  'return {pcall(function() _G.leak = 1 end)}',
  "return {pcall(rawset, _G, 'leak', 1)}",
  'return {pcall(setmetatable, _G, {})}',
  'return {pcall(function() redis.leak = 1 end)}',
  "getmetatable('').__index = function() return 'leak' end return ('x').leak",
  "string.sub = function() return 'leak' end return ('x'):sub(1)",
  'error({})',
  'error(setmetatable({}, {__index = error, __tostring = error}))',
];

/** Everything that might differ between machines of another past, written under a key. */
export const PROBE = `
local seen = {tostring({}), tostring(function() end), tostring(coroutine.create(function() end)), type(rawget(_G, 'leak'))}
local t = {}
for i = 1, 50 do t[i * 7 % 31 .. 'k'] = i t[{}] = i t[i / 2] = i t[function() end] = i end
for k, v in pairs(t) do seen[#seen + 1] = tostring(k) .. v end
local weak = setmetatable({}, {__mode = 'kv'})
for i = 1, 5000 do weak[i] = {} weak[{}] = i end
local left = 0
for _ in pairs(weak) do left = left + 1 end
for _, v in ipairs({left, collectgarbage('count'), os.clock(), math.random(), math.random(100)}) do seen[#seen + 1] = tostring(v) end
seen[#seen + 1] = ('x'):sub(1)
local text = table.concat(seen, ' ')
redis.call('set', KEYS[1], text)
return text
`;
