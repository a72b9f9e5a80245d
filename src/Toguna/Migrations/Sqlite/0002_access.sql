-- People who may sign in (the script of EF Core for ASP.NET Core Identity, schema version 3), one-time links, API tokens.
CREATE TABLE "user_account" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_user_account" PRIMARY KEY,
    "Component" TEXT NULL,
    "Clearance" INTEGER NOT NULL,
    "Disabled" INTEGER NOT NULL,
    "LastTotpStep" INTEGER NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);

CREATE TABLE "user_role" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_user_role" PRIMARY KEY,
    "Name" TEXT NULL,
    "NormalizedName" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL
);

CREATE TABLE "user_claim" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_user_claim" PRIMARY KEY AUTOINCREMENT,
    "UserId" BLOB NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_user_claim_user_account_UserId" FOREIGN KEY ("UserId") REFERENCES "user_account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "user_login" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" BLOB NOT NULL,
    CONSTRAINT "PK_user_login" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_user_login_user_account_UserId" FOREIGN KEY ("UserId") REFERENCES "user_account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "user_passkey" (
    "CredentialId" BLOB NOT NULL CONSTRAINT "PK_user_passkey" PRIMARY KEY,
    "UserId" BLOB NOT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_user_passkey_user_account_UserId" FOREIGN KEY ("UserId") REFERENCES "user_account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "user_token" (
    "UserId" BLOB NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_user_token" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_user_token_user_account_UserId" FOREIGN KEY ("UserId") REFERENCES "user_account" ("Id") ON DELETE CASCADE
);

CREATE TABLE "user_holds_role" (
    "UserId" BLOB NOT NULL,
    "RoleId" BLOB NOT NULL,
    CONSTRAINT "PK_user_holds_role" PRIMARY KEY ("UserId", "RoleId"),
    CONSTRAINT "FK_user_holds_role_user_account_UserId" FOREIGN KEY ("UserId") REFERENCES "user_account" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_user_holds_role_user_role_RoleId" FOREIGN KEY ("RoleId") REFERENCES "user_role" ("Id") ON DELETE CASCADE
);

CREATE TABLE "user_role_claim" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_user_role_claim" PRIMARY KEY AUTOINCREMENT,
    "RoleId" BLOB NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_user_role_claim_user_role_RoleId" FOREIGN KEY ("RoleId") REFERENCES "user_role" ("Id") ON DELETE CASCADE
);

CREATE INDEX "EmailIndex" ON "user_account" ("NormalizedEmail");

CREATE UNIQUE INDEX "UserNameIndex" ON "user_account" ("NormalizedUserName");

CREATE INDEX "IX_user_claim_UserId" ON "user_claim" ("UserId");

CREATE INDEX "IX_user_holds_role_RoleId" ON "user_holds_role" ("RoleId");

CREATE INDEX "IX_user_login_UserId" ON "user_login" ("UserId");

CREATE INDEX "IX_user_passkey_UserId" ON "user_passkey" ("UserId");

CREATE UNIQUE INDEX "RoleNameIndex" ON "user_role" ("NormalizedName");

CREATE INDEX "IX_user_role_claim_RoleId" ON "user_role_claim" ("RoleId");

CREATE TABLE one_time_link (
  link_hash BLOB PRIMARY KEY,          -- SHA-256 of the token; the token itself is nowhere
  purpose TEXT NOT NULL,               -- first, invitation, reset
  user_id BLOB,
  expires_at TEXT NOT NULL,
  used_at TEXT
);

CREATE TABLE api_token (
  token_id BLOB PRIMARY KEY,
  user_id BLOB NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,           -- SHA-256 of the token
  scopes TEXT NOT NULL,                -- comma-separated
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at TEXT
);
CREATE INDEX api_token_user ON api_token (user_id);
