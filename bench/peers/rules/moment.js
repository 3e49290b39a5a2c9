// Moments are RFC 3339 with the mall's own offset. They are shown in the mall's time.

const DAY = 24 * 60 * 60 * 1000;

export function moment(text) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) || [null, '+', '0', '0'];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return { ms: Date.parse(text), offset };
}

const civilDay = ({ ms, offset }) => Math.floor((ms + offset * 60000) / DAY);

export const midnightAfter = (at, days) => ({
  ms: (civilDay(at) + days) * DAY - at.offset * 60000,
  offset: at.offset,
});

export const lastMinuteBefore = ({ ms, offset }) => ({ ms: ms - 60000, offset });

export function words(at, now) {
  const civil = new Date(at.ms + at.offset * 60000);
  const time = `${pad(civil.getUTCHours())}:${pad(civil.getUTCMinutes())}`;
  const days = civilDay(at) - civilDay(now);
  if (days === 0) return `今天 ${time}`;
  if (days === 1) return `明天 ${time}`;
  if (days === -1) return `昨天 ${time}`;
  const day = `${civil.getUTCMonth() + 1}月${civil.getUTCDate()}日 ${time}`;
  const thisYear = new Date(now.ms + now.offset * 60000).getUTCFullYear();
  return civil.getUTCFullYear() === thisYear ? day : `${civil.getUTCFullYear()}年${day}`;
}

export function digits(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map((n) => pad(Math.floor(n))).join(':');
  const days = Math.floor(seconds / 86400);
  return days > 0 ? `${days}:${clock}` : clock;
}

const pad = (n) => String(n).padStart(2, '0');
