-- About 200 requests a second over 8 connections, half to each route; by the second, how many answers of which
-- version and status came.
local file = io.open(os.getenv("LOAD_OUT"), "w")
local counts, second, turn = {}, 0, 0
local paths = { "/lambda/x", "/fargate/x" }

function delay()
  return tonumber(os.getenv("LOAD_DELAY") or "36")
end

function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % 2 + 1])
end

local function flush(now)
  for key, count in pairs(counts) do
    file:write(second, " ", key, " ", count, "\n")
  end
  file:flush()
  counts, second = {}, now
end

function response(status, headers)
  local now = os.time()
  if now ~= second then flush(now) end
  local version = "-"
  for name, value in pairs(headers) do
    if name:lower() == "x-version" then version = value end
  end
  local key = version .. " " .. status
  counts[key] = (counts[key] or 0) + 1
end
