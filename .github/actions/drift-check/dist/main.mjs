import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import {
  __export
} from "./chunk-AOT5XF2X.mjs";

// node_modules/@actions/core/lib/command.js
import * as os from "os";

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  return input == null ? "" : typeof input == "string" || input instanceof String ? input : JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  return Object.keys(annotationProperties).length ? {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  } : {};
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  let cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
function issue(name, message = "") {
  issueCommand(name, {}, message);
}
var CMD_STRING = "::", Command = class {
  constructor(command, properties, message) {
    command || (command = "missing.command"), this.command = command, this.properties = properties, this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = !0;
      for (let key in this.properties)
        if (this.properties.hasOwnProperty(key)) {
          let val = this.properties[key];
          val && (first ? first = !1 : cmdStr += ",", cmdStr += `${key}=${escapeProperty(val)}`);
        }
    }
    return cmdStr += `${CMD_STRING}${escapeData(this.message)}`, cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
import * as crypto from "crypto";
import * as fs from "fs";
import * as os2 from "os";
function issueFileCommand(command, message) {
  let filePath = process.env[`GITHUB_${command}`];
  if (!filePath)
    throw new Error(`Unable to find environment variable for file command ${command}`);
  if (!fs.existsSync(filePath))
    throw new Error(`Missing file at path: ${filePath}`);
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  let delimiter = `ghadelimiter_${crypto.randomUUID()}`, convertedValue = toCommandValue(value);
  if (key.includes(delimiter))
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  if (convertedValue.includes(delimiter))
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
import * as os3 from "os";

// node_modules/@actions/core/lib/summary.js
import { EOL as EOL3 } from "os";
import { constants, promises } from "fs";
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator.throw(value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
}, { access, appendFile, writeFile } = promises, SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath)
        return this._filePath;
      let pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv)
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      try {
        yield access(pathFromEnv, constants.R_OK | constants.W_OK);
      } catch {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      return this._filePath = pathFromEnv, this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    let htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    return content ? `<${tag}${htmlAttrs}>${content}</${tag}>` : `<${tag}${htmlAttrs}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      let overwrite = !!options?.overwrite, filePath = yield this.filePath();
      return yield (overwrite ? writeFile : appendFile)(filePath, this._buffer, { encoding: "utf8" }), this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: !0 });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    return this._buffer = "", this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = !1) {
    return this._buffer += text, addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(EOL3);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    let attrs = Object.assign({}, lang && { lang }), element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = !1) {
    let tag = ordered ? "ol" : "ul", listItems = items.map((item) => this.wrap("li", item)).join(""), element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    let tableBody = rows.map((row) => {
      let cells = row.map((cell) => {
        if (typeof cell == "string")
          return this.wrap("td", cell);
        let { header, data, colspan, rowspan } = cell, tag = header ? "th" : "td", attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join(""), element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label2, content) {
    let element = this.wrap("details", this.wrap("summary", label2) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    let { width, height } = options || {}, attrs = Object.assign(Object.assign({}, width && { width }), height && { height }), element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    let tag = `h${level}`, allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1", element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    let element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    let element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    let attrs = Object.assign({}, cite && { cite }), element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    let element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
}, _summary = new Summary();
var summary = _summary;

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2.Success = 0] = "Success", ExitCode2[ExitCode2.Failure = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function getInput(name, options) {
  let val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val)
    throw new Error(`Input required and not supplied: ${name}`);
  return options && options.trimWhitespace === !1 ? val : val.trim();
}
function setOutput(name, value) {
  if (process.env.GITHUB_OUTPUT || "")
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  process.stdout.write(os3.EOL), issueCommand("set-output", { name }, toCommandValue(value));
}
function setFailed(message) {
  process.exitCode = ExitCode.Failure, error(message);
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
  issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os3.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}

// node_modules/@actions/github/lib/context.js
import { readFileSync, existsSync as existsSync2 } from "fs";
import { EOL as EOL5 } from "os";
var Context = class {
  /**
   * Hydrate the context from the environment
   */
  constructor() {
    var _a2, _b, _c;
    if (this.payload = {}, process.env.GITHUB_EVENT_PATH)
      if (existsSync2(process.env.GITHUB_EVENT_PATH))
        this.payload = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, { encoding: "utf8" }));
      else {
        let path = process.env.GITHUB_EVENT_PATH;
        process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${EOL5}`);
      }
    this.eventName = process.env.GITHUB_EVENT_NAME, this.sha = process.env.GITHUB_SHA, this.ref = process.env.GITHUB_REF, this.workflow = process.env.GITHUB_WORKFLOW, this.action = process.env.GITHUB_ACTION, this.actor = process.env.GITHUB_ACTOR, this.job = process.env.GITHUB_JOB, this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10), this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10), this.runId = parseInt(process.env.GITHUB_RUN_ID, 10), this.apiUrl = (_a2 = process.env.GITHUB_API_URL) !== null && _a2 !== void 0 ? _a2 : "https://api.github.com", this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : "https://github.com", this.graphqlUrl = (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : "https://api.github.com/graphql";
  }
  get issue() {
    let payload = this.payload;
    return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
  }
  get repo() {
    if (process.env.GITHUB_REPOSITORY) {
      let [owner, repo] = process.env.GITHUB_REPOSITORY.split("/");
      return { owner, repo };
    }
    if (this.payload.repository)
      return {
        owner: this.payload.repository.owner.login,
        repo: this.payload.repository.name
      };
    throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
  }
};

// node_modules/@actions/github/lib/github.js
var context = new Context();

// pipeline/publish/transport.ts
import * as http from "node:http";
var systemClock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random()
}, answerWithinMilliseconds = 3e4;
async function connect({ token, baseUrl }) {
  let { Octokit } = await import("./dist-src-XU3BTWNS.mjs");
  http.setGlobalProxyFromEnv?.();
  let octokit = new Octokit({ auth: token, baseUrl, log: silent });
  return (route, parameters) => answerOf((signal) => octokit.request(route, { ...parameters, request: { signal } }));
}
async function answerOf(request) {
  try {
    return await request(AbortSignal.timeout(answerWithinMilliseconds));
  } catch (error2) {
    let { response } = error2;
    if (response !== void 0) return response;
    throw error2;
  }
}
var nothing = () => {
}, silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

// .github/actions/drift-check/event.ts
function readEvent({ repo, payload, serverUrl, runId }) {
  return {
    repository: repo,
    run: { id: String(runId), url: `${serverUrl}/${repo.owner}/${repo.repo}/actions/runs/${runId}` },
    pullRequest: payload.pull_request?.number ?? null
  };
}

// .github/actions/drift-check/failure.ts
function describeFailure(error2) {
  if (!(error2 instanceof Error)) return String(error2);
  let { advice } = error2, because = error2.cause instanceof Error ? [`because: ${error2.cause.message}`] : [];
  return [error2.message, ...because, ...advice === void 0 ? [] : [advice]].join(`
`);
}

// pipeline/errors.ts
var PipelineError = class extends Error {
  advice;
  constructor(message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause }), this.advice = details.advice;
  }
}, ConfigurationError = class extends PipelineError {
  name = "ConfigurationError";
  exitCode = 64;
}, EngineError = class extends PipelineError {
  name = "EngineError";
  exitCode;
  constructor(message, details = {}) {
    super(message, details), this.exitCode = details.exitCode ?? 1;
  }
}, PublishError = class extends PipelineError {
  name = "PublishError";
  exitCode = 1;
};

// .github/actions/drift-check/inputs.ts
var publishWays = ["auto", "issue", "comment", "none"], failures = ["unexpected", "unknown", "never"];
function readInputs(read) {
  let problems = [], reader = checkedReader(read, problems), [baseline, target] = [reader.environment("baseline"), reader.environment("target")];
  baseline === target && problems.push(`target: expected another environment than the baseline, got "${target}"`);
  let inputs = {
    baseline,
    target,
    environments: [.../* @__PURE__ */ new Set([...reader.list("environments", environmentName), baseline, target])],
    observations: reader.list("observations"),
    publish: reader.choice("publish", publishWays),
    githubToken: read("github-token"),
    stateBackend: reader.matching(
      "state-backend",
      /^((s3|file):\/\/\S+)?$/,
      "a Pulumi backend such as s3://bucket?region=…"
    ),
    failOn: reader.choice("fail-on", failures),
    issueLabels: reader.list("issue-labels", label),
    issueAssignees: reader.list("issue-assignees", login),
    reportDirectory: reader.matching(
      "report-directory",
      /^(?!\/|.*(^|\/)\.\.(\/|$)).+$/,
      "a folder inside the workspace"
    ),
    withholdValues: reader.choice("withhold-values", ["true", "false"]) === "true",
    author: reader.matching("author", /^([\w.-]{1,60}(\[bot\])?)?$/, "a login")
  };
  if (inputs.publish !== "none" && inputs.githubToken === "" && problems.push("github-token: expected a token, since something is to be published; got nothing"), problems.length > 0) throw invalid(problems);
  return inputs;
}
var environmentName = /^[a-z][a-z0-9-]{0,30}$/, label = /^[^,\n]{1,50}$/, login = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,38}$/;
function checkedReader(read, problems) {
  let matching = (name, form, expected) => {
    let value = read(name);
    return form.test(value) || problems.push(`${name}: expected ${expected}, got "${value}"`), value;
  };
  return {
    matching,
    environment: (name) => matching(name, environmentName, "the name of an environment"),
    choice(name, allowed) {
      let value = read(name);
      return allowed.includes(value) || problems.push(`${name}: expected one of ${allowed.join(", ")}, got "${value}"`), value;
    },
    list(name, form = /./) {
      let present = read(name).split(/[\n,]/).map((item) => item.trim()).filter((item) => item !== "");
      for (let item of present) form.test(item) || problems.push(`${name}: "${item}" is not valid here`);
      return [...new Set(present)];
    }
  };
}
var invalid = (problems) => new ConfigurationError(
  `The inputs of drift-check are not valid:
${problems.map((problem) => `  ${problem}`).join(`
`)}`,
  {
    advice: "Correct `with:` of the step that uses this action."
  }
);

// .github/actions/drift-check/job.ts
import { randomUUID as randomUUID2 } from "node:crypto";

// pipeline/publish/limits.ts
var bodyLimit = 65536, summaryLimitBytes = 1048576;
function withinLimit(head, middle, tail) {
  let body = [head, middle(bodyLimit - head.length - tail.length - 4).trim(), tail].filter((part) => part !== "").join(`

`);
  if (body.length <= bodyLimit) return body;
  throw new PublishError(`the report takes ${body.length} characters where GitHub allows ${bodyLimit}`, {
    advice: "Read the whole report in the artifact of the run, and report this as a bug: it should have been shortened."
  });
}

// .github/actions/drift-check/job.ts
function jobOf(runner, print) {
  return {
    async group(title, work) {
      runner.startGroup(title);
      try {
        return await withoutCommands(print, work);
      } finally {
        runner.endGroup();
      }
    },
    info: runner.info,
    annotate: ({ level, title, message }) => runner[level](message, { title }),
    output: runner.setOutput,
    async summary(render) {
      await runner.summary.addRaw(render(summaryLimitBytes - 1), !0).write();
    }
  };
}
async function withoutCommands(print, work) {
  let token = randomUUID2();
  print(`::stop-commands::${token}`);
  try {
    return await work();
  } finally {
    print(`::${token}::`);
  }
}

// .github/actions/drift-check/masks.ts
var secretVariables = [
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "ACTIONS_RUNTIME_TOKEN"
];
function secretValues(githubToken, environment) {
  let values = [githubToken, ...secretVariables.map((name) => environment[name] ?? "")];
  return [...new Set(values.filter((value) => value !== ""))];
}

// .github/actions/drift-check/program.ts
import { spawn } from "node:child_process";
import { access as access2, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
  let numericValues = Object.values(entries).filter((v) => typeof v == "number");
  return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function jsonStringifyReplacer(_, value) {
  return typeof value == "bigint" ? value.toString() : value;
}
var Cached = class {
  constructor(getter) {
    this._getter = getter, this._value = void 0;
  }
  get value() {
    let getter = this._getter;
    return getter !== void 0 && (this._value = getter(), this._getter = void 0), this._value;
  }
};
function cached(getter) {
  return new Cached(getter);
}
function nullish(input) {
  return input == null;
}
function cleanRegex(source) {
  let start = source.startsWith("^") ? 1 : 0, end = source.endsWith("$") ? source.length - 1 : source.length;
  return source.slice(start, end);
}
function assignProp(target, prop, value) {
  Object.defineProperty(target, prop, {
    value,
    writable: !0,
    enumerable: !0,
    configurable: !0
  });
}
var captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {
};
function isObject(data) {
  return typeof data == "object" && data !== null && !Array.isArray(data);
}
function isPlainObject(o) {
  if (isObject(o) === !1)
    return !1;
  let ctor = o.constructor;
  if (ctor === void 0 || typeof ctor != "function")
    return !0;
  let prot = ctor.prototype;
  return !(isObject(prot) === !1 || Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === !1);
}
var propertyKeyTypes = /* @__PURE__ */ new Set(["string", "number", "symbol"]);
function escapeRegex(str) {
  return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
  let cl = new inst._zod.constr(def ?? inst._zod.def);
  return (!def || params?.parent) && (cl._zod.parent = inst), cl;
}
function normalizeParams(_params) {
  let params = _params;
  if (!params)
    return {};
  if (typeof params == "string")
    return { error: () => params };
  if (params?.message !== void 0) {
    if (params?.error !== void 0)
      throw new Error("Cannot specify both `message` and `error` params");
    params.error = params.message;
  }
  return delete params.message, typeof params.error == "string" ? { ...params, error: () => params.error } : params;
}
function optionalKeys(shape) {
  return Object.keys(shape).filter((k) => shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional");
}
function aborted(x, startIndex = 0) {
  if (x.aborted === !0)
    return !0;
  for (let i = startIndex; i < x.issues.length; i++)
    if (x.issues[i]?.continue !== !0)
      return !0;
  return !1;
}
function explicitlyAborted(x, startIndex = 0) {
  if (x.aborted === !0)
    return !0;
  for (let i = startIndex; i < x.issues.length; i++)
    if (x.issues[i]?.continue === !1)
      return !0;
  return !1;
}
function prefixIssues(path, issues) {
  return issues.map((iss) => {
    var _a2;
    return (_a2 = iss).path ?? (_a2.path = []), iss.path.unshift(path), iss;
  });
}
function unwrapMessage(message) {
  return typeof message == "string" ? message : message?.message;
}
function sizeCaps(defChecks) {
  let caps = [];
  for (let ch of defChecks ?? []) {
    let d = ch._zod.def;
    if (!/_(length|size)$|_equals$/.test(d.check))
      break;
    let max = d.maximum ?? d.length ?? d.size;
    max >= 0 && caps.push([max, ch]);
  }
  return caps;
}
function attachSchema(issues, start, inst) {
  var _a2;
  for (let i = start; i < issues.length; i++)
    (_a2 = issues[i]).schema ?? (_a2.schema = inst);
}
function finalizeIssue(iss, ctx, config2) {
  var _a2;
  let traits = iss.inst?._zod?.traits;
  traits?.has("$ZodType") && (traits.has("$ZodCheck") ? (_a2 = iss).schema ?? (_a2.schema = iss.inst) : iss.schema = iss.inst);
  let schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0, message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config2.customError?.(iss)) ?? unwrapMessage(config2.localeError?.(iss)) ?? "Invalid input", full = {};
  for (let k of Object.keys(iss))
    k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__" || (full[k] = iss[k]);
  return full.path ?? (full.path = []), full.message = message, ctx?.reportInput && (full.input = iss.input), full;
}
var highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
  let units = str.length;
  if (!highSurrogate.test(str))
    return units;
  let count = units;
  for (let i = 0; i < units - 1; i++)
    (str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320 && (count--, i++);
  return count;
}
function getLengthableOrigin(input) {
  return Array.isArray(input) ? "array" : typeof input == "string" ? "string" : "unknown";
}
function members(proto, table) {
  for (let key in table) {
    let desc = Object.getOwnPropertyDescriptor(table, key);
    desc.get ? Object.defineProperty(proto, key, { ...desc, enumerable: !1 }) : defineBound(proto, key, desc.value);
  }
}
function own(inst, key, value, enumerable = !0) {
  return Object.defineProperty(inst, key, { configurable: !0, writable: !0, enumerable, value }), value;
}
function hide(inst, key, value) {
  return own(inst, key, value, !1);
}
function defineBound(proto, key, fn) {
  Object.defineProperty(proto, key, {
    configurable: !0,
    get() {
      return this == null ? fn : own(this, key, fn.bind(this));
    },
    set(value) {
      own(this, key, value);
    }
  });
}
function claim(inst, sentinel) {
  let proto = Object.getPrototypeOf(inst);
  return sentinel in proto ? void 0 : proto;
}
var installing, broke = !1, breaker = {
  configurable: !0,
  get() {
    broke = !0;
  }
};
function defineLazyInternal(inst, key, compute) {
  let proto = Object.getPrototypeOf(inst._zod);
  if (key in proto && installing !== inst._zod) {
    installing = void 0;
    return;
  }
  installing = inst._zod, Object.defineProperty(proto, key, {
    configurable: !0,
    get() {
      Object.defineProperty(this, key, breaker);
      let outer = broke;
      broke = !1;
      try {
        let value = compute(this);
        return broke ? delete this[key] : Object.defineProperty(this, key, { configurable: !0, writable: !0, value }), broke = broke || outer, value;
      } catch (err) {
        throw delete this[key], broke = broke || outer, err;
      }
    },
    set(value) {
      Object.defineProperty(this, key, { configurable: !0, writable: !0, value });
    }
  });
}
function installLazyProp(inst, key, make, enumerable) {
  let proto = claim(inst, key);
  proto && Object.defineProperty(proto, key, {
    configurable: !0,
    get() {
      let desc = { configurable: !0, writable: !0, enumerable, value: void 0 };
      return Object.defineProperty(this, key, desc), desc.value = make(this), Object.defineProperty(this, key, desc), desc.value;
    },
    set(value) {
      Object.defineProperty(this, key, { configurable: !0, writable: !0, enumerable, value });
    }
  });
}

// node_modules/zod/v4/core/core.js
var _a;
var _zodDesc = { value: void 0, enumerable: !1 }, _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
  let E = _E;
  if (E) {
    let saved = E.stackTraceLimit;
    if (typeof saved == "number") {
      try {
        E.stackTraceLimit = 0;
      } catch {
        return _E = null, new Definition();
      }
      try {
        return new Definition();
      } finally {
        E.stackTraceLimit = saved;
      }
    }
  }
  return new Definition();
}
// @__NO_SIDE_EFFECTS__
function $constructor(name, initializer2, proto, params) {
  let zodProto = {};
  function Internals(def) {
    this.def = def, this.constr = _, this.traits = /* @__PURE__ */ new Set();
  }
  Internals.prototype = zodProto;
  let protoMembers = proto, initialized = protoMembers && /* @__PURE__ */ new WeakSet();
  function init(inst, def) {
    if (inst._zod) {
      if (inst._zod.traits.has(name))
        return;
    } else {
      _zodDesc.value = new Internals(def);
      try {
        Object.defineProperty(inst, "_zod", _zodDesc);
      } finally {
        _zodDesc.value = void 0;
      }
    }
    if (inst._zod.traits.add(name), initializer2(inst, def), initialized) {
      let own2 = Object.getPrototypeOf(inst), ctorProto = inst._zod.constr.prototype, up = own2;
      for (; up && up !== ctorProto; )
        up = Object.getPrototypeOf(up);
      let target = up ?? own2;
      initialized.has(target) || (initialized.add(target), members(target, protoMembers));
    }
    let proto2 = _.prototype;
    for (let k in proto2)
      Object.prototype.hasOwnProperty.call(proto2, k) && (k in inst || (inst[k] = proto2[k].bind(inst)));
  }
  let Parent = params?.Parent ?? Object;
  class Definition extends Parent {
  }
  Object.defineProperty(Definition, "name", { value: name });
  function _(def) {
    let inst = params?.Parent ? newError(Definition) : this;
    init(inst, def);
    let deferred = inst._zod.deferred;
    if (deferred) {
      for (let fn of deferred)
        fn();
      inst._zod.deferred = void 0;
    }
    let pp = globalThis.__zod_globalConfig?.postProcessor;
    return pp && pp(inst), inst;
  }
  return Object.defineProperty(_, "init", { value: init }), Object.defineProperty(_, Symbol.hasInstance, {
    value: (inst) => params?.Parent && inst instanceof params.Parent ? !0 : inst?._zod?.traits?.has(name)
  }), Object.defineProperty(_, "name", { value: name }), _;
}
var $ZodAsyncError = class extends Error {
  constructor() {
    super("Encountered Promise during synchronous parse. Use .parseAsync() instead.");
  }
};
(_a = globalThis).__zod_globalConfig ?? (_a.__zod_globalConfig = {});
var globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
  return newConfig && Object.assign(globalConfig, newConfig), globalConfig;
}

// node_modules/zod/v4/core/errors.js
function _getMessage() {
  let internals = this._zod;
  return internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2)), internals.message;
}
function _setMessage(value) {
  this._zod.message = value;
}
var _messageDesc = {
  get: _getMessage,
  set: _setMessage,
  enumerable: !0,
  configurable: !0
}, _issuesDesc = { value: void 0, enumerable: !1 }, _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]), initializer = (inst, def) => {
  inst.name = "$ZodError", _issuesDesc.value = def, Object.defineProperty(inst, "issues", _issuesDesc), _issuesDesc.value = void 0, Object.defineProperty(inst, "message", _messageDesc);
  let proto = Object.getPrototypeOf(inst);
  _installedToString.has(proto) || (_installedToString.add(proto), Object.defineProperty(proto, "toString", {
    configurable: !0,
    enumerable: !1,
    get() {
      let value = () => this.message;
      return Object.defineProperty(this, "toString", { value, configurable: !0, writable: !0 }), value;
    },
    set(value) {
      Object.defineProperty(this, "toString", { value, configurable: !0, writable: !0 });
    }
  }));
}, $ZodError = $constructor("$ZodError", initializer), $ZodRealError = $constructor("$ZodError", initializer, void 0, {
  Parent: Error
});

// node_modules/zod/v4/core/parse.js
var _parse = (_Err) => {
  let fn = (schema, value, _ctx, _params) => {
    let ctx = _ctx ? { ..._ctx, async: !1 } : { async: !1 }, result = schema._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise)
      throw new $ZodAsyncError();
    if (result.issues.length) {
      let e = new (_params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
      throw captureStackTrace(e, _params?.callee ?? fn), e;
    }
    return result.value;
  };
  return fn;
}, parse = /* @__PURE__ */ _parse($ZodRealError), _parseAsync = (_Err) => {
  let fn = async (schema, value, _ctx, params) => {
    let ctx = _ctx ? { ..._ctx, async: !0 } : { async: !0 }, result = schema._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise && (result = await result), result.issues.length) {
      let e = new (params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
      throw captureStackTrace(e, params?.callee ?? fn), e;
    }
    return result.value;
  };
  return fn;
}, parseAsync = /* @__PURE__ */ _parseAsync($ZodRealError), _safeParse = (_Err) => (schema, value, _ctx) => {
  let ctx = _ctx ? { ..._ctx, async: !1 } : { async: !1 }, result = schema._zod.run({ value, issues: [] }, ctx);
  if (result instanceof Promise)
    throw new $ZodAsyncError();
  return result.issues.length ? failure(_Err, result.issues, ctx) : { success: !0, data: result.value };
}, safeParse = /* @__PURE__ */ _safeParse($ZodRealError);
function failure(Err, issues, ctx) {
  let error2;
  return {
    success: !1,
    get error() {
      return error2 || (error2 = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config()))), issues = void 0, ctx = void 0), error2;
    },
    set error(e) {
      error2 = e, issues = void 0, ctx = void 0;
    }
  };
}
var _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
  let ctx = _ctx ? { ..._ctx, async: !0 } : { async: !0 }, result = schema._zod.run({ value, issues: [] }, ctx);
  return result instanceof Promise && (result = await result), result.issues.length ? failure(_Err, result.issues, ctx) : { success: !0, data: result.value };
}, safeParseAsync = /* @__PURE__ */ _safeParseAsync($ZodRealError);

// node_modules/zod/v4/core/regexes.js
var duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
var dateSource = "(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))";
function anchor(source) {
  return new RegExp(`^${source}$`);
}
var date = /* @__PURE__ */ anchor(dateSource);
function timeSource(args) {
  let hhmm = "(?:[01]\\d|2[0-3]):[0-5]\\d";
  return typeof args.precision == "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
  return new RegExp(`^${timeSource(args)}$`);
}
function datetime(args) {
  let opts = ["Z"];
  args.offset && opts.push("([+-](?:[01]\\d|2[0-3]):[0-5]\\d)");
  let qualified = `${timeSource({ precision: args.precision, seconds: !0 })}(?:${opts.join("|")})`, timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
  return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
var anyString = /^[\s\S]{0,}$/;
var number = /^-?\d+(?:\.\d+)?$/;

// node_modules/zod/v4/core/checks.js
var $ZodCheck = /* @__PURE__ */ $constructor("$ZodCheck", (inst, def) => {
  var _a2;
  inst._zod ?? (inst._zod = {}), inst._zod.def = def, (_a2 = inst._zod).onattach ?? (_a2.onattach = []);
});
var _whenHasLength = (payload) => {
  let val = payload.value;
  return !nullish(val) && val.length !== void 0;
};
var $ZodCheckMaxLength = /* @__PURE__ */ $constructor("$ZodCheckMaxLength", (inst, def) => {
  var _a2;
  $ZodCheck.init(inst, def), (_a2 = inst._zod.def).when ?? (_a2.when = _whenHasLength), inst._zod.check = (payload) => {
    let input = payload.value, units = input.length;
    if ((typeof input == "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum)
      return;
    let origin = getLengthableOrigin(input);
    payload.issues.push({
      origin,
      code: "too_big",
      maximum: def.maximum,
      inclusive: !0,
      input,
      inst,
      continue: !def.abort
    });
  };
});
var $ZodCheckStringFormat = /* @__PURE__ */ $constructor("$ZodCheckStringFormat", (inst, def) => {
  var _a2, _b;
  $ZodCheck.init(inst, def), def.pattern ? (_a2 = inst._zod).check ?? (_a2.check = (payload) => {
    def.pattern.lastIndex = 0, !def.pattern.test(payload.value) && payload.issues.push({
      origin: "string",
      code: "invalid_format",
      format: def.format,
      input: payload.value,
      ...def.pattern ? { pattern: def.pattern.toString() } : {},
      inst,
      continue: !def.abort
    });
  }) : (_b = inst._zod).check ?? (_b.check = () => {
  });
}), $ZodCheckRegex = /* @__PURE__ */ $constructor("$ZodCheckRegex", (inst, def) => {
  $ZodCheckStringFormat.init(inst, def), inst._zod.check = (payload) => {
    def.pattern.lastIndex = 0, !def.pattern.test(payload.value) && payload.issues.push({
      origin: "string",
      code: "invalid_format",
      format: "regex",
      input: payload.value,
      pattern: def.pattern.toString(),
      inst,
      continue: !def.abort
    });
  };
});

// node_modules/zod/v4/core/versions.js
var version = {
  major: 4,
  minor: 6,
  patch: 7
};

// node_modules/zod/v4/core/schemas.js
var $ZodType = /* @__PURE__ */ $constructor("$ZodType", (inst, def) => {
  var _a2;
  inst ?? (inst = {}), inst._zod.def = def, inst._zod.bag = inst._zod.bag || {}, inst._zod.version = version;
  let defChecks = inst._zod.def.checks, checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
  for (let ch of checks)
    for (let fn of ch._zod.onattach)
      fn(inst);
  if (checks.length === 0)
    (_a2 = inst._zod).deferred ?? (_a2.deferred = []), inst._zod.deferred?.push(() => {
      inst._zod.run = inst._zod.parse;
    });
  else {
    let runChecks = (payload, checks2, ctx) => {
      if (payload.memo)
        return payload;
      let isAborted = aborted(payload), asyncResult;
      for (let ch of checks2) {
        if (ch._zod.def.when) {
          if (explicitlyAborted(payload) || !ch._zod.def.when(payload))
            continue;
        } else if (isAborted)
          continue;
        let currLen = payload.issues.length, _ = ch._zod.check(payload);
        if (_ instanceof Promise && ctx?.async === !1)
          throw new $ZodAsyncError();
        if (asyncResult || _ instanceof Promise)
          asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
            await _, payload.issues.length !== currLen && (attachSchema(payload.issues, currLen, inst), isAborted || (isAborted = aborted(payload, currLen)));
          });
        else {
          if (payload.issues.length === currLen)
            continue;
          attachSchema(payload.issues, currLen, inst), isAborted || (isAborted = aborted(payload, currLen));
        }
      }
      return asyncResult ? asyncResult.then(() => payload) : payload;
    }, handleCanaryResult = (canary, payload, ctx) => {
      if (aborted(canary))
        return canary.aborted = !0, canary;
      let checkResult = runChecks(payload, checks, ctx);
      if (checkResult instanceof Promise) {
        if (ctx.async === !1)
          throw new $ZodAsyncError();
        return checkResult.then((checkResult2) => inst._zod.parse(checkResult2, ctx));
      }
      return inst._zod.parse(checkResult, ctx);
    };
    inst._zod.run = (payload, ctx) => {
      if (ctx.skipChecks)
        return inst._zod.parse(payload, ctx);
      if (ctx.direction === "backward") {
        let canary = inst._zod.parse({ value: payload.value, issues: [] }, { ...ctx, skipChecks: !0 });
        return canary instanceof Promise ? canary.then((canary2) => handleCanaryResult(canary2, payload, ctx)) : handleCanaryResult(canary, payload, ctx);
      }
      let result = inst._zod.parse(payload, ctx);
      if (result instanceof Promise) {
        if (ctx.async === !1)
          throw new $ZodAsyncError();
        return result.then((result2) => runChecks(result2, checks, ctx));
      }
      return runChecks(result, checks, ctx);
    };
  }
}, {
  // Wrappers extend this by installing a richer factory over it; reading it eagerly would defeat the laziness.
  get "~standard"() {
    return hide(this, "~standard", standardProps(this));
  },
  set "~standard"(value) {
    own(this, "~standard", value);
  }
}), toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
  let ctx = { async: !0 };
  return toStandardResult(await inst._zod.run({ value, issues: [] }, ctx), ctx);
}
function standardProps(inst) {
  return {
    validate: (value) => {
      let ctx = { async: !1 };
      try {
        let r = inst._zod.run({ value, issues: [] }, ctx);
        if (!(r instanceof Promise))
          return toStandardResult(r, ctx);
      } catch {
      }
      return validateAsync(inst, value);
    },
    vendor: "zod",
    version: 1
  };
}
var $ZodString = /* @__PURE__ */ $constructor("$ZodString", (inst, def) => {
  $ZodType.init(inst, def), inst._zod.pattern = def.pattern ?? anyString, inst._zod.parse = (payload, _) => {
    if (def.coerce)
      try {
        payload.value = String(payload.value);
      } catch {
      }
    return typeof payload.value == "string" || payload.issues.push({
      expected: "string",
      code: "invalid_type",
      input: payload.value,
      inst
    }), payload;
  };
}), $ZodStringFormat = /* @__PURE__ */ $constructor("$ZodStringFormat", (inst, def) => {
  $ZodCheckStringFormat.init(inst, def), $ZodString.init(inst, def);
});
var $ZodISODateTime = /* @__PURE__ */ $constructor("$ZodISODateTime", (inst, def) => {
  def.pattern ?? (def.pattern = datetime(def)), $ZodStringFormat.init(inst, def);
}), $ZodISODate = /* @__PURE__ */ $constructor("$ZodISODate", (inst, def) => {
  def.pattern ?? (def.pattern = date), $ZodStringFormat.init(inst, def);
}), $ZodISOTime = /* @__PURE__ */ $constructor("$ZodISOTime", (inst, def) => {
  def.pattern ?? (def.pattern = time(def)), $ZodStringFormat.init(inst, def);
}), $ZodISODuration = /* @__PURE__ */ $constructor("$ZodISODuration", (inst, def) => {
  def.pattern ?? (def.pattern = duration), $ZodStringFormat.init(inst, def);
});
var $ZodNumber = /* @__PURE__ */ $constructor("$ZodNumber", (inst, def) => {
  $ZodType.init(inst, def), inst._zod.pattern = number, inst._zod.parse = (payload, _ctx) => {
    if (def.coerce)
      try {
        payload.value = Number(payload.value);
      } catch {
      }
    let input = payload.value;
    if (typeof input == "number" && !Number.isNaN(input) && Number.isFinite(input))
      return payload;
    let received = typeof input == "number" ? Number.isNaN(input) ? "NaN" : Number.isFinite(input) ? void 0 : String(input) : void 0;
    return payload.issues.push({
      expected: "number",
      code: "invalid_type",
      input,
      inst,
      ...received ? { received } : {}
    }), payload;
  };
});
var $ZodUnknown = /* @__PURE__ */ $constructor("$ZodUnknown", (inst, def) => {
  $ZodType.init(inst, def), inst._zod.parse = (payload) => payload;
});
function capSize(inst, size) {
  let caps = sizeCaps(inst._zod.def.checks);
  if (!caps.length)
    return;
  let cap = Math.min(...caps.map((c) => c[0])), parse3 = inst._zod.parse;
  inst._zod.parse = (payload, ctx) => {
    let n = size(payload.value);
    if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
      for (let [max, ch] of sizeCaps(inst._zod.def.checks))
        if (n > max && ch._zod.def.when(payload)) {
          let start = payload.issues.length;
          return ch._zod.check(payload), payload.issues[start].continue = !1, attachSchema(payload.issues, start, inst), payload;
        }
    }
    return parse3(payload, ctx);
  };
}
var arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
  result.issues.length && final.issues.push(...prefixIssues(index, result.issues)), final.value[index] = result.value;
}
var $ZodArray = /* @__PURE__ */ $constructor("$ZodArray", (inst, def) => {
  $ZodType.init(inst, def);
  let memo = globalConfig.memoizer;
  memo?.attach(inst), inst._zod.parse = (payload, ctx) => {
    let input = payload.value;
    if (!Array.isArray(input))
      return payload.issues.push({
        expected: "array",
        code: "invalid_type",
        input,
        inst
      }), payload;
    payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
    let proms = [], abortEarly = ctx?.abortEarly;
    for (let i = 0; i < input.length; i++) {
      let item = input[i], result = def.element._zod.run({
        value: item,
        issues: []
      }, ctx);
      if (result instanceof Promise)
        proms.push(result.then((result2) => handleArrayResult(result2, payload, i)));
      else if (handleArrayResult(result, payload, i), abortEarly && result.issues.length !== 0 && aborted(result))
        break;
    }
    return proms.length ? Promise.all(proms).then(() => payload) : payload;
  }, capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
  let isPresent = key in input, isOptionalOut = optout === "optional";
  if (!(!isPresent && isOptionalOut && optin === "optional")) {
    if (result.issues.length) {
      if (optin !== void 0 && isOptionalOut && !isPresent)
        return;
      final.issues.push(...prefixIssues(key, result.issues));
    }
    if (!isPresent && optin === void 0) {
      result.issues.length || final.issues.push({
        code: "invalid_type",
        expected: "nonoptional",
        input: void 0,
        path: [key]
      });
      return;
    }
    result.value === void 0 ? (isPresent || optin === "defaulted" && !isOptionalOut) && (final.value[key] = void 0) : final.value[key] = result.value;
  }
}
var NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
  let keys = Object.keys(def.shape), ownSymbols = Object.getOwnPropertySymbols(def.shape), symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS, allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
  for (let k of allKeys)
    if (!def.shape?.[k]?._zod?.traits?.has("$ZodType"))
      throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
  let okeys = optionalKeys(def.shape);
  return {
    ...def,
    allKeys,
    symbolKeys,
    // string-only: handleCatchall matches it against `for...in`, which never yields a symbol
    keySet: new Set(keys),
    numKeys: keys.length,
    optionalKeys: new Set(okeys)
  };
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
  let unrecognized = [], keySet = def.keySet, _catchall = def.catchall._zod, t = _catchall.def.type, optin = _catchall.optin, optout = _catchall.optout, seen = 0;
  for (let key in input) {
    if (abortEarly && payload.issues.length !== seen) {
      if (aborted(payload, seen))
        break;
      seen = payload.issues.length;
    }
    if (keySet.has(key))
      continue;
    if (key === "__proto__") {
      t === "never" && unrecognized.push(key);
      continue;
    }
    if (t === "never") {
      unrecognized.push(key);
      continue;
    }
    let r = _catchall.run({ value: input[key], issues: [] }, ctx);
    r instanceof Promise ? proms.push(r.then((r2) => handlePropertyResult(r2, payload, key, input, optin, optout))) : handlePropertyResult(r, payload, key, input, optin, optout);
  }
  return unrecognized.length && payload.issues.push({
    code: "unrecognized_keys",
    keys: unrecognized,
    input,
    inst,
    // Describes the shape of the input, not the validity of the parsed value, so it never aborts. The parse still fails; the schema's own checks just get to run first, and an enclosing intersection can reconcile the key against a sibling operand.
    continue: !0
  }), proms.length ? Promise.all(proms).then(() => payload) : payload;
}
var $ZodObject = /* @__PURE__ */ $constructor("$ZodObject", (inst, def) => {
  $ZodType.init(inst, def);
  let desc = Object.getOwnPropertyDescriptor(def, "shape"), sh = desc?.get ? desc.get.raw : def.shape ?? {};
  if (sh) {
    let get = () => {
      let newSh = { ...sh };
      return Object.defineProperty(def, "shape", { value: newSh }), get.raw = newSh, newSh;
    };
    get.raw = sh, Object.defineProperty(def, "shape", { get });
  }
  let _normalized = cached(() => normalizeDef(def));
  defineLazyInternal(inst, "propValues", (zod) => {
    let shape = zod.def.shape, propValues = {};
    for (let key in shape) {
      let field = shape[key]._zod;
      if (field.values) {
        Object.prototype.hasOwnProperty.call(propValues, key) || assignProp(propValues, key, /* @__PURE__ */ new Set());
        for (let v of field.values)
          propValues[key].add(v);
        field.optin !== void 0 && propValues[key].add(void 0);
      }
    }
    return propValues;
  });
  let isObject2 = isObject, catchall = def.catchall, value, memo = globalConfig.memoizer;
  memo?.attach(inst), inst._zod.parse = (payload, ctx) => {
    value ?? (value = _normalized.value);
    let input = payload.value;
    if (!isObject2(input))
      return payload.issues.push({
        expected: "object",
        code: "invalid_type",
        input,
        inst
      }), payload;
    payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
    let proms = [], shape = value.shape, abortEarly = ctx?.abortEarly, seen = payload.issues.length;
    for (let key of value.allKeys) {
      if (abortEarly && payload.issues.length !== seen) {
        if (aborted(payload, seen))
          break;
        seen = payload.issues.length;
      }
      if (key === "__proto__")
        continue;
      let el = shape[key], optin = el._zod.optin, optout = el._zod.optout, r = el._zod.run({ value: input[key], issues: [] }, ctx);
      r instanceof Promise ? proms.push(r.then((r2) => handlePropertyResult(r2, payload, key, input, optin, optout))) : handlePropertyResult(r, payload, key, input, optin, optout);
    }
    return catchall ? handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === !0) : proms.length ? Promise.all(proms).then(() => payload) : payload;
  };
});
var $ZodRecord = /* @__PURE__ */ $constructor("$ZodRecord", (inst, def) => {
  $ZodType.init(inst, def);
  let memo = globalConfig.memoizer;
  memo?.attach(inst), inst._zod.parse = (payload, ctx) => {
    let input = payload.value;
    if (!isPlainObject(input))
      return payload.issues.push({
        expected: "record",
        code: "invalid_type",
        input,
        inst
      }), payload;
    let proms = [], values = def.keyType._zod.values;
    if (values && !def.partial) {
      payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
      let recordKeys = /* @__PURE__ */ new Set();
      for (let key of values)
        if (typeof key == "string" || typeof key == "number" || typeof key == "symbol") {
          if (recordKeys.add(typeof key == "number" ? key.toString() : key), key === "__proto__")
            continue;
          let keyResult = def.keyType._zod.run({ value: key, issues: [] }, ctx);
          if (keyResult instanceof Promise)
            throw new Error("Async schemas not supported in object keys currently");
          if (keyResult.issues.length) {
            payload.issues.push({
              code: "invalid_key",
              origin: "record",
              issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
              input: key,
              path: [key],
              inst
            });
            continue;
          }
          let outKey = keyResult.value;
          if (outKey === "__proto__")
            continue;
          let result = def.valueType._zod.run({ value: input[key], issues: [] }, ctx);
          result instanceof Promise ? proms.push(result.then((result2) => {
            result2.issues.length && payload.issues.push(...prefixIssues(key, result2.issues)), payload.value[outKey] = result2.value;
          })) : (result.issues.length && payload.issues.push(...prefixIssues(key, result.issues)), payload.value[outKey] = result.value);
        }
      let unrecognized;
      for (let key in input)
        if (!recordKeys.has(key))
          if (def.mode === "loose") {
            if (key === "__proto__")
              continue;
            payload.value[key] = input[key];
          } else
            unrecognized = unrecognized ?? [], unrecognized.push(key);
      unrecognized && unrecognized.length > 0 && payload.issues.push({
        code: "unrecognized_keys",
        input,
        inst,
        keys: unrecognized,
        continue: !0
      });
    } else {
      payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
      let unrecognized;
      for (let key of Reflect.ownKeys(input)) {
        if (key === "__proto__" || !Object.prototype.propertyIsEnumerable.call(input, key))
          continue;
        let keyResult = def.keyType._zod.run({ value: key, issues: [] }, ctx);
        if (keyResult instanceof Promise)
          throw new Error("Async schemas not supported in object keys currently");
        if (typeof key == "string" && number.test(key) && keyResult.issues.length) {
          let retryResult = def.keyType._zod.run({ value: Number(key), issues: [] }, ctx);
          if (retryResult instanceof Promise)
            throw new Error("Async schemas not supported in object keys currently");
          retryResult.issues.length === 0 && (keyResult = retryResult);
        }
        if (keyResult.issues.length) {
          def.mode === "loose" ? payload.value[key] = input[key] : values ? (unrecognized = unrecognized ?? [], unrecognized.push(key)) : payload.issues.push({
            code: "invalid_key",
            origin: "record",
            issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
            input: key,
            path: [key],
            inst
          });
          continue;
        }
        let outKey = keyResult.value;
        if (outKey === "__proto__")
          continue;
        let result = def.valueType._zod.run({ value: input[key], issues: [] }, ctx);
        result instanceof Promise ? proms.push(result.then((result2) => {
          result2.issues.length && payload.issues.push(...prefixIssues(key, result2.issues)), payload.value[outKey] = result2.value;
        })) : (result.issues.length && payload.issues.push(...prefixIssues(key, result.issues)), payload.value[outKey] = result.value);
      }
      unrecognized && unrecognized.length > 0 && payload.issues.push({
        code: "unrecognized_keys",
        input,
        inst,
        keys: unrecognized,
        continue: !0
      });
    }
    return proms.length ? Promise.all(proms).then(() => payload) : payload;
  };
});
var $ZodEnum = /* @__PURE__ */ $constructor("$ZodEnum", (inst, def) => {
  $ZodType.init(inst, def);
  let values = getEnumValues(def.entries), valuesSet = new Set(values);
  inst._zod.values = valuesSet, defineLazyInternal(inst, "pattern", (zod) => {
    let patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
    return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
  }), inst._zod.parse = (payload, _ctx) => {
    let input = payload.value;
    return valuesSet.has(input) || payload.issues.push({
      code: "invalid_value",
      values,
      input,
      inst
    }), payload;
  };
}), $ZodLiteral = /* @__PURE__ */ $constructor("$ZodLiteral", (inst, def) => {
  $ZodType.init(inst, def);
  let values = new Set(def.values);
  inst._zod.values = values, defineLazyInternal(inst, "pattern", (zod) => {
    let vals = zod.def.values;
    return new RegExp(vals.length ? `^(${vals.map((o) => typeof o == "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
  }), inst._zod.parse = (payload, _ctx) => {
    let input = payload.value;
    return values.has(input) || payload.issues.push({
      code: "invalid_value",
      values: def.values,
      input,
      inst
    }), payload;
  };
});
function handleOptionalResult(payload, result) {
  return payload.value = result.issues.length ? void 0 : result.value, payload;
}
var $ZodOptional = /* @__PURE__ */ $constructor("$ZodOptional", (inst, def) => {
  $ZodType.init(inst, def), defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional"), inst._zod.optout = "optional", defineLazyInternal(inst, "values", (zod) => {
    let values = zod.def.innerType._zod.values;
    return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
  }), defineLazyInternal(inst, "pattern", (zod) => {
    let pattern = zod.def.innerType._zod.pattern;
    return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
  }), inst._zod.parse = (payload, ctx) => {
    if (payload.value === void 0) {
      if (def.innerType._zod.optin !== "defaulted")
        return payload;
      let result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
      return result instanceof Promise ? result.then((result2) => handleOptionalResult(payload, result2)) : handleOptionalResult(payload, result);
    }
    return def.innerType._zod.run(payload, ctx);
  };
});
var $ZodNullable = /* @__PURE__ */ $constructor("$ZodNullable", (inst, def) => {
  $ZodType.init(inst, def), defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin), defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout), defineLazyInternal(inst, "pattern", (zod) => {
    let pattern = zod.def.innerType._zod.pattern;
    return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
  }), defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0), inst._zod.parse = (payload, ctx) => payload.value === null ? payload : def.innerType._zod.run(payload, ctx);
});

// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
  return def.checks && (def.checks = [...def.checks]), def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
  return new Class(snapshotChecks({ type: "string", ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
  return new Class({
    type: "string",
    format: "datetime",
    check: "string_format",
    offset: !1,
    local: !1,
    precision: null,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
  return new Class({
    type: "string",
    format: "date",
    check: "string_format",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
  return new Class({
    type: "string",
    format: "time",
    check: "string_format",
    precision: null,
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
  return new Class({
    type: "string",
    format: "duration",
    check: "string_format",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
  return new Class(snapshotChecks({ type: "number", checks: [], ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
  return new Class({
    type: "unknown"
  });
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
  return new $ZodCheckMaxLength({
    check: "max_length",
    ...normalizeParams(params),
    maximum
  });
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
  return new $ZodCheckRegex({
    check: "string_format",
    format: "regex",
    ...normalizeParams(params),
    pattern
  });
}

// node_modules/zod/v4/mini/schemas.js
var ZodMiniType = /* @__PURE__ */ $constructor("ZodMiniType", (inst, def) => {
  if (!inst._zod)
    throw new Error("Uninitialized schema in ZodMiniType.");
  $ZodType.init(inst, def), inst.def = def, inst.type = def.type;
}, {
  // `with` is an alias for `check`: the same function object, not a wrapper.
  get with() {
    return this.check;
  },
  set with(value) {
    own(this, "with", value);
  },
  parse(data, params) {
    return parse(this, data, params, { callee: this.parse });
  },
  parseAsync(data, params) {
    return parseAsync(this, data, params, { callee: this.parseAsync });
  },
  safeParse(data, params) {
    return safeParse(this, data, params);
  },
  safeParseAsync(data, params) {
    return safeParseAsync(this, data, params);
  },
  check(...checks) {
    let def = this.def;
    return this.clone({
      ...def,
      checks: [
        ...def.checks ?? [],
        ...checks.map((ch) => typeof ch == "function" ? { _zod: { check: ch, def: { check: "custom" }, onattach: [] } } : ch)
      ]
    }, { parent: !0 });
  },
  clone(_def, params) {
    return clone(this, _def, params);
  },
  brand() {
    return this;
  },
  register(reg, meta2) {
    return reg.add(this, meta2), this;
  },
  apply(fn, ...args) {
    return args.length === 0 ? fn(this) : fn(this, ...args);
  }
}), ZodMiniString = /* @__PURE__ */ $constructor("ZodMiniString", (inst, def) => {
  $ZodString.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function string2(params) {
  return _string(ZodMiniString, params);
}
var ZodMiniStringFormat = /* @__PURE__ */ $constructor("ZodMiniStringFormat", (inst, def) => {
  $ZodStringFormat.init(inst, def), ZodMiniString.init(inst, def);
});
var ZodMiniNumber = /* @__PURE__ */ $constructor("ZodMiniNumber", (inst, def) => {
  $ZodNumber.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function number2(params) {
  return _number(ZodMiniNumber, params);
}
var ZodMiniUnknown = /* @__PURE__ */ $constructor("ZodMiniUnknown", (inst, def) => {
  $ZodUnknown.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function unknown() {
  return _unknown(ZodMiniUnknown);
}
var ZodMiniArray = /* @__PURE__ */ $constructor("ZodMiniArray", (inst, def) => {
  $ZodArray.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function array(element, params) {
  return new ZodMiniArray({
    type: "array",
    element,
    ...normalizeParams(params)
  });
}
var ZodMiniObject = /* @__PURE__ */ $constructor("ZodMiniObject", (inst, def) => {
  $ZodObject.init(inst, def), ZodMiniType.init(inst, def), installLazyProp(inst, "shape", (self) => self._zod.def.shape, !1);
});
// @__NO_SIDE_EFFECTS__
function object(shape, params) {
  let def = {
    type: "object",
    shape: shape ?? {},
    ...normalizeParams(params)
  };
  return new ZodMiniObject(def);
}
// @__NO_SIDE_EFFECTS__
function looseObject(shape, params) {
  return new ZodMiniObject({
    type: "object",
    shape,
    catchall: /* @__PURE__ */ unknown(),
    ...normalizeParams(params)
  });
}
var ZodMiniRecord = /* @__PURE__ */ $constructor("ZodMiniRecord", (inst, def) => {
  $ZodRecord.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function record(keyType, valueType, params) {
  return !valueType || !valueType._zod ? new ZodMiniRecord({
    type: "record",
    keyType: /* @__PURE__ */ string2(),
    valueType: keyType,
    ...normalizeParams(valueType)
  }) : new ZodMiniRecord({
    type: "record",
    keyType,
    valueType,
    ...normalizeParams(params)
  });
}
var ZodMiniEnum = /* @__PURE__ */ $constructor("ZodMiniEnum", (inst, def) => {
  $ZodEnum.init(inst, def), ZodMiniType.init(inst, def), inst.options = [...inst._zod.values];
});
// @__NO_SIDE_EFFECTS__
function _enum(values, params) {
  let entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
  return new ZodMiniEnum({
    type: "enum",
    entries,
    ...normalizeParams(params)
  });
}
var ZodMiniLiteral = /* @__PURE__ */ $constructor("ZodMiniLiteral", (inst, def) => {
  $ZodLiteral.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function literal(value, params) {
  return new ZodMiniLiteral({
    type: "literal",
    values: Array.isArray(value) ? value : [value],
    ...normalizeParams(params)
  });
}
var ZodMiniOptional = /* @__PURE__ */ $constructor("ZodMiniOptional", (inst, def) => {
  $ZodOptional.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function optional(innerType) {
  return new ZodMiniOptional({
    type: "optional",
    innerType
  });
}
var ZodMiniNullable = /* @__PURE__ */ $constructor("ZodMiniNullable", (inst, def) => {
  $ZodNullable.init(inst, def), ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function nullable(innerType) {
  return new ZodMiniNullable({
    type: "nullable",
    innerType
  });
}
// @__NO_SIDE_EFFECTS__
function nullish2(innerType) {
  return /* @__PURE__ */ optional(/* @__PURE__ */ nullable(innerType));
}

// node_modules/zod/v4/mini/iso.js
var iso_exports = {};
__export(iso_exports, {
  ZodMiniISODate: () => ZodMiniISODate,
  ZodMiniISODateTime: () => ZodMiniISODateTime,
  ZodMiniISODuration: () => ZodMiniISODuration,
  ZodMiniISOTime: () => ZodMiniISOTime,
  date: () => date2,
  datetime: () => datetime2,
  duration: () => duration2,
  time: () => time2
});
var ZodMiniISODateTime = /* @__PURE__ */ $constructor("ZodMiniISODateTime", (inst, def) => {
  $ZodISODateTime.init(inst, def), ZodMiniStringFormat.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function datetime2(params) {
  return _isoDateTime(ZodMiniISODateTime, params);
}
var ZodMiniISODate = /* @__PURE__ */ $constructor("ZodMiniISODate", (inst, def) => {
  $ZodISODate.init(inst, def), ZodMiniStringFormat.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function date2(params) {
  return _isoDate(ZodMiniISODate, params);
}
var ZodMiniISOTime = /* @__PURE__ */ $constructor("ZodMiniISOTime", (inst, def) => {
  $ZodISOTime.init(inst, def), ZodMiniStringFormat.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function time2(params) {
  return _isoTime(ZodMiniISOTime, params);
}
var ZodMiniISODuration = /* @__PURE__ */ $constructor("ZodMiniISODuration", (inst, def) => {
  $ZodISODuration.init(inst, def), ZodMiniStringFormat.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function duration2(params) {
  return _isoDuration(ZodMiniISODuration, params);
}

// pipeline/publish/reportFile.ts
var relied = looseObject({
  schemaVersion: literal(1),
  verdict: _enum(["in-sync", "drifted", "unknown"]),
  generatedAt: iso_exports.datetime(),
  baseline: string2(),
  target: string2(),
  environments: record(string2(), looseObject({ account: string2(), notObservable: array(unknown()) })),
  findings: array(
    looseObject({
      id: string2(),
      environment: string2(),
      path: string2(),
      classification: string2(),
      severity: string2(),
      reason: string2(),
      resource: looseObject({ type: string2(), name: string2() })
    })
  ),
  summary: looseObject({ unexpected: number2(), unknown: number2() })
});
function parseReport(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
  let parsed = relied.safeParse(value);
  if (!parsed.success) throw unreadable(parsed.error);
  return value;
}
var unreadable = (cause) => new PublishError("report.json is not a report of this version", {
  advice: "Use the action and the program of the same commit.",
  cause
});

// .github/actions/drift-check/program.ts
var withReport = [0, 2, 3];
function programOf(workspace, environment) {
  return {
    async check(inputs) {
      await access2(join(workspace, "node_modules", ".package-lock.json")).catch(() => {
        throw notInstalled(workspace);
      });
      let directory = join(workspace, inputs.reportDirectory);
      await rm(join(directory, "report.json"), { force: !0 });
      let backend = inputs.stateBackend === "" ? {} : { PULUMI_BACKEND_URL: inputs.stateBackend }, env = { ...environment, ...backend }, code = await run(workspace, await driftArguments(workspace, inputs), env);
      if (!withReport.includes(code)) throw failed(code);
      return parseReport(await readFile(join(directory, "report.json"), "utf8"));
    },
    async renderer() {
      return (await import(pathToFileURL(join(workspace, "pipeline/report/markdown.ts")).href)).renderMarkdown;
    }
  };
}
var othersOf = ({ environments, baseline, target }) => environments.filter((name) => name !== baseline && name !== target);
async function driftArguments(workspace, inputs) {
  let { baseline, target, reportDirectory } = inputs, what = ["--baseline", baseline, "--target", target], files = (await Promise.all(inputs.observations.map((path) => filesOf(workspace, path)))).flat(), from = files.length === 0 ? [] : ["--observations", ...files], others = othersOf(inputs), also = others.length === 0 ? [] : ["--also", ...others];
  return ["scripts/drift.ts", ...what, "--out", reportDirectory, ...also, ...from];
}
async function filesOf(workspace, path) {
  return path.endsWith(".json") ? [path] : (await readdir(join(workspace, path)).catch(() => [])).filter((name) => name.endsWith(".json")).sort().map((name) => `${path}/${name}`);
}
function run(workspace, args, env) {
  return new Promise((resolve, reject) => {
    let child = spawn(process.execPath, args, { cwd: workspace, env, stdio: ["ignore", "inherit", "inherit"] }), pass = (signal) => child.kill(signal);
    process.on("SIGINT", pass).on("SIGTERM", pass), child.once("error", reject), child.once("close", (code, signal) => {
      process.off("SIGINT", pass).off("SIGTERM", pass), code === null ? reject(new EngineError(`the drift check was ended by ${signal ?? "a signal"}`)) : resolve(code);
    });
  });
}
var notInstalled = (workspace) => new ConfigurationError(`the packages of ${workspace} are not installed`, {
  advice: "Run the action `.github/actions/setup` (or `npm ci`) in an earlier step."
});
function failed(code) {
  let message = `the drift check ended with exit code ${code} and without a report`, advice = "Its own message is in the log above.";
  return code === 64 ? new ConfigurationError(message, { advice }) : new EngineError(message, { advice });
}

// pipeline/publish/failures.ts
function refusal(answer, doing) {
  let message = messageOf(answer), { problem, advice } = explain(answer, message), detail = message === "" ? "" : `: ${message}`;
  return new PublishError(`could not ${doing}: ${problem} (${answer.status}${detail})`, { advice });
}
function explain(answer, message) {
  switch (answer.status) {
    case 401:
      return {
        problem: "the token is not valid",
        advice: "Pass a valid `github-token`; one of a finished job has expired."
      };
    case 403:
      return forbidden(answer, message);
    case 404:
      return {
        problem: "it does not exist, was deleted meanwhile, or the token cannot see it",
        advice: "If it was deleted, run the job again. Otherwise check the repository name and the permissions of the job."
      };
    case 410:
      return gone(message);
    case 422:
      return { problem: "GitHub found it invalid", advice: "Check labels, assignees and the length of the text." };
    default:
      return { problem: "GitHub refused", advice: "Run the job again, and look at githubstatus.com if it persists." };
  }
}
function forbidden(answer, message) {
  if (/locked/i.test(message))
    return { problem: "the conversation is locked", advice: "Unlock it, or close it so that a new one is opened." };
  if (/archived/i.test(message))
    return { problem: "the repository is archived", advice: "Unarchive it, or disable the workflow." };
  let accepted = answer.headers["x-accepted-github-permissions"];
  return {
    problem: "the token lacks a permission",
    advice: `Give the job ${accepted === void 0 ? "`issues: write` and `pull-requests: write`" : `\`${accepted}\``} under \`permissions\`.`
  };
}
function gone(message) {
  return /disabled/i.test(message) ? {
    problem: "issues are disabled in this repository",
    advice: "Enable issues in the settings of the repository, or set `publish: none` and read the job summary."
  } : { problem: "it was deleted", advice: "Run the job again: it starts a new one." };
}
function messageOf({ data }) {
  let { message, errors } = data ?? {}, text = typeof message == "string" ? message : "", details = Array.isArray(errors) ? errors.map(describeError).filter((one) => one !== "") : [];
  return [text, ...details].join("; ").slice(0, 500);
}
function describeError(error2) {
  if (typeof error2 == "string") return error2;
  let { resource, field, code, message } = error2 ?? {};
  return typeof message == "string" ? message : [resource, field, code].filter((part) => typeof part == "string").join(" ");
}

// pipeline/publish/conversations.ts
var user = nullable(object({ login: string2() })), issueSchema = object({
  number: number2(),
  state: _enum(["open", "closed"]),
  html_url: string2(),
  body: nullish2(string2()),
  user,
  pull_request: optional(unknown())
}), commentSchema = object({
  id: number2(),
  html_url: string2(),
  body: nullish2(string2()),
  user: nullish2(user)
}), pageSize = 100;
function conversations(send, repository) {
  let call = (route, parameters) => send(route, { ...repository, ...parameters });
  return {
    async issuesBy(login2) {
      return (await allPages(
        call,
        "GET /repos/{owner}/{repo}/issues",
        { state: "all", creator: login2, sort: "created", direction: "asc" },
        issueSchema
      )).filter((issue3) => issue3.pull_request === void 0);
    },
    createIssue: async (issue3) => parse2(await call("POST /repos/{owner}/{repo}/issues", { ...issue3 }), issueSchema, "open an issue"),
    updateIssue: async (number3, change) => parse2(
      await call("PATCH /repos/{owner}/{repo}/issues/{issue_number}", { issue_number: number3, ...change }),
      issueSchema,
      `update issue #${number3}`
    ),
    comments: (number3) => allPages(
      call,
      "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
      { issue_number: number3 },
      commentSchema
    ),
    createComment: async (number3, body) => parse2(
      await call("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: number3, body }),
      commentSchema,
      `comment on #${number3}`
    ),
    updateComment: async (id, body) => parse2(
      await call("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id, body }),
      commentSchema,
      `update comment ${id}`
    ),
    async deleteComment(id) {
      let answer = await call("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id });
      if (answer.status >= 400 && answer.status !== 404) throw refusal(answer, `delete comment ${id}`);
    }
  };
}
async function allPages(call, route, parameters, schema) {
  let found = [];
  for (let page = 1; ; page++) {
    let answer = await call(route, { ...parameters, per_page: pageSize, page }), items = parse2(answer, array(schema), `read page ${page} of ${route.replace("GET ", "")}`);
    if (found.push(...items), !/rel="next"/.test(String(answer.headers.link ?? ""))) return found;
  }
}
function parse2(answer, schema, doing) {
  if (answer.status >= 400) throw refusal(answer, doing);
  let parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw new PublishError(`could not ${doing}: the answer is not what GitHub documents`, {
    advice: "Check `GITHUB_API_URL`, and whether a proxy answers in place of GitHub.",
    cause: parsed.error
  });
}

// pipeline/publish/author.ts
var workflowAuthor = "github-actions[bot]";
async function authorOf(token, configured, send) {
  if (configured !== "") return configured;
  if (!/^(ghp_|github_pat_|gho_|ghu_)/.test(token)) return workflowAuthor;
  let answer = await send("GET /user", {});
  return parse2(answer, object({ login: string2() }), "ask who the token belongs to").login;
}
async function checkAuthor(actual, expected, undo) {
  if (actual !== expected)
    throw await undo(), new PublishError(`the token posts as ${actual ?? "a deleted user"}, not as ${expected}`, {
      advice: `Set the input \`author: ${actual ?? "LOGIN"}\`, so that posts are found again.`
    });
}

// pipeline/publish/retry.ts
var UnclearOutcome = class extends Error {
  name = "UnclearOutcome";
};
function patient(send, { clock, log, attempts: attempts2 = 5, waitAtMostSeconds = 900 }) {
  return async (route, parameters) => {
    let giveUpAt = clock.now() + waitAtMostSeconds * 1e3;
    for (let attempt = 1; ; attempt++) {
      let { answer, trouble } = await attemptOnce(send, route, parameters, clock, attempt);
      if (answer !== null) return answer;
      if (trouble.unclear && route.startsWith("POST "))
        throw new UnclearOutcome(trouble.what, { cause: trouble.cause });
      if (attempt >= attempts2 || clock.now() + trouble.waitMilliseconds > giveUpAt)
        throw exhausted(route, trouble, attempt);
      log(`${trouble.what}; next attempt in ${Math.ceil(trouble.waitMilliseconds / 1e3)} s`), await clock.sleep(trouble.waitMilliseconds);
    }
  };
}
async function attemptOnce(send, route, parameters, clock, attempt) {
  let backOff = 1e3 * 2 ** (attempt - 1) * (1 + clock.random());
  try {
    let answer = await send(route, parameters), trouble = troubleOf(answer, clock, attempt, backOff);
    return trouble === null ? { answer, trouble } : { answer: null, trouble };
  } catch (cause) {
    return { answer: null, trouble: { what: `GitHub did not answer (${cause instanceof Error ? cause.message : String(cause)})`, waitMilliseconds: backOff, unclear: !0, cause } };
  }
}
function troubleOf(answer, clock, attempt, backOff) {
  let what = `GitHub answered ${answer.status}`;
  if (answer.status >= 500) return { what, waitMilliseconds: retryAfter(answer) ?? backOff, unclear: !0 };
  if (!isRateLimit(answer)) return null;
  let untilReset = answer.headers["x-ratelimit-remaining"]?.toString() === "0" ? resetIn(answer, clock) : null, waitMilliseconds = retryAfter(answer) ?? untilReset ?? 6e4 * 2 ** (attempt - 1);
  return { what: `${what}: rate limit`, waitMilliseconds, unclear: !1 };
}
function isRateLimit({ status, headers, data }) {
  if (status === 429) return !0;
  if (status !== 403) return !1;
  if (headers["retry-after"] !== void 0 || headers["x-ratelimit-remaining"]?.toString() === "0") return !0;
  let { message } = data ?? {};
  return typeof message == "string" && /secondary rate limit|abuse detection/i.test(message);
}
function retryAfter({ headers }) {
  let seconds = Number(headers["retry-after"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1e3 : null;
}
function resetIn({ headers }, clock) {
  let epochSeconds = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  return Number.isFinite(epochSeconds) ? Math.max(1e3, epochSeconds * 1e3 - clock.now()) : null;
}
function exhausted(route, trouble, attempts2) {
  return new PublishError(`${route}: ${trouble.what}, given up after ${attempts2} attempts`, {
    advice: "Run the job again later; nothing that was posted is posted twice.",
    cause: trouble.cause
  });
}

// pipeline/publish/exactlyOnce.ts
var attempts = 5;
async function exactlyOnce({ clock, find, create: create2 }) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create2();
    } catch (error2) {
      if (!(error2 instanceof UnclearOutcome)) throw error2;
      if (attempt >= attempts) throw givenUp(error2);
    }
    await clock.sleep(1e3 * 2 ** (attempt - 1) * (1 + clock.random()));
    let found = await find();
    if (found !== null) return found;
  }
}
function givenUp(cause) {
  return new PublishError(`GitHub did not say whether it posted: ${cause.message}`, {
    advice: "Run the job again: it looks for the post first and does not post twice.",
    cause
  });
}

// pipeline/publish/marker.ts
var kinds = /^[a-z][a-z-]*$/;
function marker(kind, key) {
  if (!kinds.test(kind)) throw new RangeError(`not a kind of post: ${kind}`);
  return `<!-- payments-gitops:${kind} ${hidden(sorted(key))} -->`;
}
var startsWithMarker = (body, mark) => (body ?? "").trimStart().startsWith(mark), memoryPrefix = "<!-- payments-gitops:memory ", memory = (value) => `${memoryPrefix}${hidden(value)} -->`;
function readMemory(body) {
  let text = body ?? "", start = text.lastIndexOf(memoryPrefix), end = text.indexOf(" -->", start);
  if (start < 0 || end < 0) return null;
  try {
    return JSON.parse(text.slice(start + memoryPrefix.length, end));
  } catch {
    return null;
  }
}
var hidden = (value) => JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`), sorted = (key) => Object.fromEntries(Object.entries(key).sort(([a], [b]) => a < b ? -1 : 1));

// pipeline/publish/sameText.ts
var sameText = (a, b) => normal(a ?? "") === normal(b), normal = (text) => text.replaceAll(`\r
`, `
`).trim();

// pipeline/publish/publishComment.ts
async function publishComment(request) {
  let { github } = request, body = withinLimit(marker(request.kind, request.key), request.render, ""), [kept, ...surplus] = await ours(request);
  for (let { id } of surplus) await github.deleteComment(id);
  return kept === void 0 ? await create(request, body) : sameText(kept.body, body) ? { action: "unchanged", url: kept.html_url } : (await github.updateComment(kept.id, body), { action: "updated", url: kept.html_url });
}
async function ours({ github, pullRequest, author, kind, key }) {
  let mark = marker(kind, key);
  return (await github.comments(pullRequest)).filter(({ user: user2, body }) => user2?.login === author && startsWithMarker(body, mark)).sort((a, b) => a.id - b.id);
}
async function create(request, body) {
  let { github, pullRequest, author, clock } = request, created = await exactlyOnce({ clock, find: async () => (await ours(request))[0] ?? null, create: () => github.createComment(pullRequest, body) });
  return await checkAuthor(created.user?.login, author, () => github.deleteComment(created.id)), { action: "created", url: created.html_url };
}

// pipeline/publish/publishIssue.ts
import { createHash } from "node:crypto";

// pipeline/publish/history.ts
var entrySchema = object({
  run: string2().check(_maxLength(40)),
  url: string2().check(_regex(/^https?:\/\/[^\s()<>|]{1,300}$/)),
  at: iso_exports.datetime(),
  verdict: _enum(["in-sync", "drifted", "unknown"]),
  unexpected: number2(),
  unknown: number2()
}), rememberedSchema = object({
  version: literal(1),
  runs: array(entrySchema).check(_maxLength(100)),
  /** Findings of severity critical or high that were there at the last run. */
  serious: array(string2().check(_maxLength(200))).check(_maxLength(1e3))
}), keptRuns = 14, keptSerious = 100;
function recall(body) {
  let parsed = rememberedSchema.safeParse(readMemory(body));
  return parsed.success ? parsed.data : { version: 1, runs: [], serious: [] };
}
function remember(before, report, run3) {
  return { version: 1, runs: [{
    run: run3.id,
    url: run3.url,
    at: report.generatedAt,
    verdict: report.verdict,
    unexpected: report.summary.unexpected,
    unknown: report.summary.unknown
  }, ...before.runs.filter((earlier) => earlier.run !== run3.id)].slice(0, keptRuns), serious: seriousIds(report).slice(0, keptSerious) };
}
var seriousIds = (report) => report.findings.filter(({ classification }) => classification === "unexpected" || classification === "waiver-expired").filter(({ severity }) => severity === "critical" || severity === "high").map(({ id }) => id).sort();
function historySection(remembered) {
  let rows = remembered.runs.map(
    ({ at, verdict, unexpected, unknown: unknown2, url }) => `| ${at.slice(0, 16).replace("T", " ")} | ${verdict} | ${unexpected} | ${unknown2} | [log](${url}) |`
  );
  return [
    `<details><summary>The last ${rows.length === 1 ? "run" : `${rows.length} runs`}</summary>`,
    "",
    "| UTC | verdict | unexpected | unknown | run |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    "</details>",
    "",
    memory(remembered)
  ].join(`
`);
}

// pipeline/publish/publishIssue.ts
async function publishIssue(request) {
  let { report, github } = request, { current, surplus } = choose(await ours2(request));
  for (let issue3 of surplus) await closeSurplus(request, issue3, current);
  if (report.verdict === "in-sync")
    return current?.state === "open" ? await close(request, current) : { action: "none", url: current?.html_url ?? null };
  if (current === null) return await open(request);
  let body = bodyOf(request, current);
  return current.state === "closed" ? (await github.updateIssue(current.number, { body, state: "open", state_reason: "reopened" }), { action: "reopened", url: current.html_url }) : (await announceNewlySerious(request, current), sameText(current.body, body) ? { action: "unchanged", url: current.html_url } : (await github.updateIssue(current.number, { body }), { action: "updated", url: current.html_url }));
}
var markOf = ({ baseline, target }) => marker("drift", { baseline, target }), titleOf = ({ baseline, target }) => `Drift: ${target} against ${baseline}`, ours2 = async ({ github, author, report }) => (await github.issuesBy(author)).filter(
  (issue3) => issue3.user?.login === author && startsWithMarker(issue3.body, markOf(report))
);
function choose(issues) {
  let byNumber = [...issues].sort((a, b) => a.number - b.number), [oldest, ...surplus] = byNumber.filter(({ state }) => state === "open");
  return { current: oldest ?? byNumber.at(-1) ?? null, surplus };
}
function bodyOf({ report, render, run: run3 }, current) {
  return withinLimit(markOf(report), render, historySection(remember(recall(current?.body), report, run3)));
}
async function open(request) {
  let { report, github, labels, assignees, author, clock } = request, body = bodyOf(request, null), created = await exactlyOnce({
    clock,
    find: async () => choose(await ours2(request)).current,
    create: () => github.createIssue({ title: titleOf(report), body, labels, assignees })
  });
  return await checkAuthor(
    created.user?.login,
    author,
    () => github.updateIssue(created.number, { state: "closed", state_reason: "not_planned" })
  ), { action: "created", url: created.html_url };
}
async function close(request, current) {
  let { report, run: run3, github } = request, text = `\`${report.target}\` matches \`${report.baseline}\` again, as observed ${report.generatedAt} by [this run](${run3.url}).`;
  return await say(request, current, marker("last-word", { after: lastRun(current) }), text), await github.updateIssue(current.number, {
    body: bodyOf(request, current),
    state: "closed",
    state_reason: "completed"
  }), { action: "closed", url: current.html_url };
}
async function announceNewlySerious(request, current) {
  let known = new Set(recall(current.body).serious), fresh = seriousIds(request.report).filter((id) => !known.has(id));
  if (fresh.length === 0) return;
  let text = `${fresh.length === 1 ? "One new finding" : `${fresh.length} new findings`} of severity critical or high: the report above is up to date. [Run](${request.run.url}).`;
  await say(request, current, marker("announcement", { after: lastRun(current), findings: digest(fresh) }), text);
}
async function closeSurplus(request, issue3, kept) {
  let number3 = String(kept?.number);
  await say(request, issue3, marker("surplus", { kept: number3 }), `Continued in #${number3}.`), await request.github.updateIssue(issue3.number, { state: "closed", state_reason: "not_planned" });
}
async function say({ github, author, clock }, { number: number3 }, mark, text) {
  let find = async () => (await github.comments(number3)).find(({ body, user: user2 }) => user2?.login === author && startsWithMarker(body, mark)) ?? null;
  return await find() ?? await exactlyOnce({ clock, find, create: () => github.createComment(number3, `${mark}
${text}`) });
}
var lastRun = ({ body }) => recall(body).runs[0]?.run ?? "none", digest = (ids) => createHash("sha256").update(ids.join(`
`)).digest("hex").slice(0, 16);

// .github/actions/drift-check/publication.ts
function publisher(event, { send, clock, log }) {
  return async (inputs, report, render) => {
    let way = wayOf(inputs, event);
    if (way === "none") return null;
    let calls = patient(await send(), { clock, log }), author = await authorOf(inputs.githubToken, inputs.author, calls), to = { github: conversations(calls, event.repository), clock, author, render };
    if (way === "issue") {
      let { issueLabels: labels, issueAssignees: assignees } = inputs;
      return await publishIssue({ ...to, report, run: event.run, labels, assignees });
    }
    let key = { baseline: report.baseline, target: report.target };
    return await publishComment({ ...to, kind: "drift", key, pullRequest: way.pullRequest });
  };
}
function wayOf({ publish }, { pullRequest }) {
  switch (publish) {
    case "none":
    case "issue":
      return publish;
    case "auto":
      return pullRequest === null ? "issue" : { pullRequest };
    case "comment":
      if (pullRequest !== null) return { pullRequest };
      throw new ConfigurationError("publish: comment needs a pull request, and this run has none", {
        advice: "Use `publish: auto`, which opens an issue where there is no pull request."
      });
  }
}

// pipeline/publish/withhold.ts
var withheld = "[withheld]";
function withholdValues(report) {
  let environments = Object.entries(report.environments).map(([name, summary2]) => [name, withoutAccount(summary2)]);
  return {
    ...report,
    environments: Object.fromEntries(environments),
    findings: report.findings.map(withoutValues),
    notes: []
  };
}
function withoutAccount({ error: error2, ...summary2 }) {
  return {
    ...summary2,
    account: withheld,
    notObservable: summary2.notObservable.map((one) => ({ ...one, reason: withheld })),
    ...error2 === void 0 ? {} : { error: "withheld; the log of the run has it" }
  };
}
function withoutValues({ attribution: _who, waiver: _waiver, ...finding }) {
  return {
    ...finding,
    resource: { ...finding.resource, urn: withheld, physicalId: null },
    expected: finding.expected === null ? null : withheld,
    actual: finding.actual === null ? null : withheld,
    reason: withheld
  };
}

// .github/actions/drift-check/annotations.ts
var order = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
function annotations(report) {
  let worst = report.findings.filter(({ classification }) => classification === "unexpected" || classification === "waiver-expired").sort((a, b) => order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : 1)).slice(0, 10), unobserved = Object.entries(report.environments).filter(([, { observed }]) => observed !== "complete").map(([name, { observed, error: error2 }]) => ({
    level: "warning",
    title: `${name} was not observed completely`,
    message: `observation ${observed}${error2 === void 0 ? "" : `: ${error2}`}`
  }));
  return [...worst.map(annotationOf), ...unobserved];
}
function annotationOf({ environment, resource, path, severity, reason, change }) {
  return {
    level: severity === "critical" || severity === "high" ? "error" : "warning",
    title: `${severity}: ${resource.name}${path === "" ? "" : ` ${path}`} ${change} in ${environment}`,
    message: `${resource.type}: ${reason}`
  };
}

// .github/actions/drift-check/run.ts
async function run2(inputs, dependencies) {
  let { job, program, publish, runUrl } = dependencies, checked = await job.group(`Compare ${inputs.target} with ${inputs.baseline}`, () => program.check(inputs)), report = inputs.withholdValues ? withholdValues(checked) : checked;
  setOutputs(job, inputs, report);
  for (let annotation of annotations(report)) job.annotate(annotation);
  let renderMarkdown = await program.renderer(), render = (budget) => renderMarkdown(report, { budget, links: { run: runUrl } });
  await job.summary(render);
  let posted = await publish(inputs, report, render);
  job.info(
    posted === null ? "Nothing is published, as asked." : `${posted.action}: ${posted.url ?? "no issue is needed"}`
  );
  let url = posted?.url ?? null;
  return job.output("issue-url", url ?? ""), { verdict: report.verdict, url, failure: failureOf(inputs, report) };
}
function setOutputs(job, { reportDirectory }, report) {
  job.output("verdict", report.verdict), job.output("unexpected", String(report.summary.unexpected)), job.output("report-json", `${reportDirectory}/report.json`), job.output("report-markdown", `${reportDirectory}/report.md`), job.output("report-html", `${reportDirectory}/report.html`);
}
function failureOf({ failOn, target, baseline }, { verdict, summary: summary2 }) {
  return failOn === "never" || verdict === "in-sync" ? null : verdict === "drifted" ? `${target} differs from ${baseline}: ${summary2.unexpected} unexpected` : failOn === "unknown" ? `whether ${target} matches ${baseline} could not be determined` : null;
}

// .github/actions/drift-check/main.ts
async function main() {
  let token = getInput("github-token");
  for (let secret of secretValues(token, process.env)) setSecret(secret);
  let inputs = readInputs(getInput), job = jobOf({ error, warning, notice, info, startGroup, endGroup, setOutput, summary }, (line) => process.stdout.write(`${line}
`)), send = () => connect({ token, baseUrl: context.apiUrl }), event = readEvent(context), publish = publisher(event, { send, clock: systemClock, log: info }), program = programOf(process.env.GITHUB_WORKSPACE ?? process.cwd(), process.env), { failure: failure2 } = await run2(inputs, { job, program, publish, runUrl: event.run.url });
  failure2 !== null && setFailed(failure2);
}
await main().catch((failure2) => setFailed(describeFailure(failure2)));
