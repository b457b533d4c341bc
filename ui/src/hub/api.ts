import type { Said, Who } from "./bindings";

/** Why an answer is no: a code of the hub's, or `network` where there was no answer. */
export type RefusedCode =
  | "signed-out"
  | "wrong"
  | "too-many"
  | "foreign"
  | "not-allowed"
  | "not-found"
  | "malformed"
  | "taken"
  | "hours"
  | "span"
  | "unable"
  | "network";

const codes: readonly string[] = [
  "signed-out",
  "wrong",
  "too-many",
  "foreign",
  "not-allowed",
  "not-found",
  "malformed",
  "taken",
  "hours",
  "span",
  "unable",
] satisfies RefusedCode[];

export class Refused extends Error {
  constructor(
    readonly code: RefusedCode,
    /** Until there may be another try. */
    readonly seconds: number,
  ) {
    super(code);
  }
}

/** What a thrown thing says; whatever isn't a refusal of the hub's is the network's. */
export function refusedOf(thrown: unknown): Refused {
  return thrown instanceof Refused ? thrown : new Refused("network", 0);
}

type Ask = (path: string, options: RequestInit) => Promise<Response>;

/** The hub, as its pages ask it. The session is a cookie that no script can read. */
export class Api {
  private csrf = "";

  constructor(
    /** Called when the hub says that nobody is signed in any more. */
    private readonly onSignedOut: () => void,
    private readonly ask: Ask = (path, options) => fetch(path, options),
  ) {}

  async who(): Promise<Who> {
    return this.known(await this.get<Who>("/api/session"));
  }

  async signIn(name: string, password: string): Promise<Who> {
    return this.known(await this.send<Who>("POST", "/api/session", { name, password }));
  }

  signOut(): Promise<void> {
    return this.send("DELETE", "/api/session");
  }

  private known(who: Who): Who {
    this.csrf = who.csrf;
    return who;
  }

  get<T>(path: string): Promise<T> {
    return this.exchange<T>(path, { headers: { accept: "application/json" } });
  }

  send<T = void>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { "chot-csrf": this.csrf };
    if (body !== undefined) headers["content-type"] = "application/json";
    return this.exchange<T>(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private async exchange<T>(path: string, options: RequestInit): Promise<T> {
    const answer = await this.ask(path, { credentials: "same-origin", ...options });
    if (answer.ok) {
      const text = await answer.text();
      return (text === "" ? undefined : JSON.parse(text)) as T;
    }
    const said = (await answer.json().catch(() => null)) as Said | null;
    const known = said !== null && codes.includes(said.code);
    const code = known ? (said.code as RefusedCode) : answer.status >= 500 ? "unable" : "malformed";
    if (code === "signed-out") this.onSignedOut();
    throw new Refused(code, Number(answer.headers.get("retry-after") ?? 0));
  }
}

/** A query's text: what is empty isn't asked. */
export function query(parts: Record<string, string | number | null | undefined>): string {
  const said = Object.entries(parts).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  return said.length === 0
    ? ""
    : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`;
}
