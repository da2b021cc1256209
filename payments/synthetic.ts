/**
 * The merchant of smoke payments. No real merchant can have this name (see the pattern in `payment.ts`), so that totals and
 * subscribers can leave it out, and a role can be limited to its keys (`dynamodb:LeadingKeys` = `__smoke__#*`).
 */
export const syntheticMerchant = '__smoke__';

/** DynamoDB deletes a synthetic payment this long after it was recorded (and up to 48 hours later than that). */
export const syntheticLifetimeSeconds = 24 * 60 * 60;
