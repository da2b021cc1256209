// A problem that the user can fix: what is wrong in one line, then what to do. Ends with exit code 64, like bad usage.
export class SetupProblem extends Error {
  constructor(message, advice) {
    super(message);
    this.name = 'SetupProblem';
    this.advice = advice;
  }
}

/** Also what tar, pip and the Go compiler say. */
export const diskFull = /ENOSPC|No space left on device|disk quota exceeded/i;
const notWritable = /EACCES|EROFS|EPERM|Permission denied|Read-only file system/i;
const inTheWay = /ENOTDIR|EEXIST/;
const noNetwork =
  /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|Could not resolve|Connection refused|Temporary failure in name resolution|NewConnectionError|no such host|dial tcp|i\/o timeout/i;

/** What a failed command's output or an error of the file system means for the user. */
export function explain(text, folder) {
  if (diskFull.test(text)) return `The disk is full. Free about 2 GB where ${folder} is, then run the command again.`;
  if (notWritable.test(text)) return `${folder} cannot be written. Give your user write access to it, then run again.`;
  if (inTheWay.test(text)) return `Something else is where a folder must be: move ${folder} away, then run again.`;
  if (noNetwork.test(text)) {
    return 'The network refused. Behind a proxy set HTTPS_PROXY; offline, fill the caches of npm, pip and Go first.';
  }
  return null;
}
