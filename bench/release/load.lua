-- 200 requests a second over one thread's connections, half to each route, at even distances: a slow answer delays its own
-- connection only. Writes, by the second in which requests were sent, how many answers of which route, version and status came,
-- and each failure. A path ends with that second, and the service tells it; where it does not, that of the answer counts.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } timeval;
  int gettimeofday(timeval *now, void *zone);
]]

local pause = 1000 / tonumber(os.getenv("LOAD_RATE"))
local file = io.open(os.getenv("LOAD_OUT"), "w")
local failures = io.open(os.getenv("LOAD_OUT") .. ".failures", "w")
local counts, second, turn, slot = {}, 0, 0, 0
local paths = { "/lambda/", "/fargate/" }
local clock = ffi.new("timeval")

local function millis()
  ffi.C.gettimeofday(clock, nil)
  return tonumber(clock.seconds) * 1000 + tonumber(clock.micros) / 1000
end

function delay()
  local now = millis()
  slot = math.max(slot + pause, now)
  return slot - now
end

function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % 2 + 1] .. os.time())
end

local function flush(now)
  for key, count in pairs(counts) do
    file:write(key, " ", count, "\n")
  end
  file:flush()
  counts, second = {}, now
end

function response(status, headers, body)
  local now = os.time()
  if now ~= second then flush(now) end
  local route, version, server, sent = "-", "-", "-", now
  for name, value in pairs(headers) do
    local lower = name:lower()
    if lower == "x-version" then version = value end
    if lower == "x-route" then route = value end
    if lower == "server" then server = value end
    if lower == "x-sent" then sent = value end
  end
  local key = route .. " " .. version .. " " .. status
  counts[sent .. " " .. key] = (counts[sent .. " " .. key] or 0) + 1
  if status ~= 200 then
    failures:write(string.format("%.3f %s by %s: %s\n", millis() / 1000, key, server, body:sub(1, 120):gsub("%s+", " ")))
    failures:flush()
  end
end
