/** Progress of sampling as a line: how far it is, how long it has run, how long it will still take at this pace. */
import type { EstimateProgress } from "../numeric/progress.js";

/** Turns reports into lines; remembers when a phase began. `seconds` is the time since the start of the program's work. */
export function progressLines(): (progress: EstimateProgress, seconds: number) => string {
  let began: { readonly phase: EstimateProgress["phase"]; readonly share: number; readonly seconds: number } | null =
    null;
  let last = 0;
  return (progress, seconds) => {
    const { phase, share } = progress;
    if (began?.phase !== phase || share < last) began = { phase, share, seconds };
    last = share;
    const left = ((seconds - began.seconds) * (1 - share)) / (share - began.share);
    const ofWhat = phase === "ladder" && progress.ess === null ? " in this run" : "";
    const rest = Number.isFinite(left) ? `, about ${duration(left)} left${ofWhat}` : "";
    return `${what(progress)}, ${duration(seconds)}${rest}`;
  };
}

function what({ phase, share, ess }: EstimateProgress): string {
  const percent = `${Math.floor(100 * share)} %`;
  const where = phase === "ladder" ? "sampling the ladder" : "sampling at nβ";
  if (ess !== null) return `${where}: effective sample size ${ess.sofar.toFixed(0)} of ${ess.needed.toFixed(0)}`;
  return `${where}: ${percent}${phase === "ladder" ? " of this run" : ""}`;
}

/** "8 s", "3 min 20 s", "2 h 5 min". */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
