// Plain JavaScript, because Pulumi's own runner of policy packs compiles TypeScript with settings that refuse ours.
import './pack.ts';
