-- A workspace of schema 1 (release 0.1), as its own code wrote it, of the invented reports of tests/unit/cluster/reports.py.
BEGIN;
CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, body, tokenize='unicode61');
CREATE TABLE about (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	published_at VARCHAR, 
	outlet VARCHAR, 
	record BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_documents_published_at ON documents (published_at);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE TABLE annotations (
	document VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	made_by VARCHAR NOT NULL, 
	record BLOB NOT NULL, 
	PRIMARY KEY (document)
);
CREATE TABLE stories (
	id VARCHAR NOT NULL, 
	record BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE former_stories (
	id VARCHAR NOT NULL, 
	heir VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO about VALUES ('schema', '1');
INSERT INTO documents VALUES ('ferry-1', 'a2325cb482645a20133e84f69951fd44294c309bc1eba4942f4dddd098a57bd6', '2031-03-03', NULL, CAST('{"id":"ferry-1","sha256":"a2325cb482645a20133e84f69951fd44294c309bc1eba4942f4dddd098a57bd6","text":"Ferry runs aground off Lindmar, 214 taken off\nLINDMAR, March 3 - The ferry Astrid Voss ran aground on a sandbank off the port of Lindmar on Sunday night with 214 people on board, the Norland coast guard said.\nLifeboats brought all passengers ashore by morning. Captain Ulla Brandvik told investigators that the steering had failed in heavy seas. Nobody was badly hurt.","blocks":[{"start":0,"end":45,"kind":"headline"},{"start":46,"end":208,"kind":"body"},{"start":209,"end":368,"kind":"body"}],"body_start":0,"language":null,"outlet":null,"agency":null,"agency_evidence":null,"title":null,"url":null,"published_at":{"value":"2031-03-03","precision":"day","known_from":"metadata","evidence":null},"supersedes":null,"metadata":{}}' AS BLOB));
INSERT INTO documents VALUES ('ferry-2', '2288d208f7384e7d3f7c6aedc4d5ada4c2f8db68dc04e0f0a4ad131c8d7a6374', '2031-03-04', NULL, CAST('{"id":"ferry-2","sha256":"2288d208f7384e7d3f7c6aedc4d5ada4c2f8db68dc04e0f0a4ad131c8d7a6374","text":"Passengers rescued after Astrid Voss hits sandbank\nMore than 200 passengers spent the night in a school in Lindmar after their ferry, the Astrid Voss, struck a sandbank in a storm.\nThe coast guard of Norland said lifeboats had taken off 214 people. The ship''s captain, Ulla Brandvik, blamed a failure of the steering.","blocks":[{"start":0,"end":50,"kind":"headline"},{"start":51,"end":180,"kind":"body"},{"start":181,"end":317,"kind":"body"}],"body_start":0,"language":null,"outlet":null,"agency":null,"agency_evidence":null,"title":null,"url":null,"published_at":{"value":"2031-03-04","precision":"day","known_from":"metadata","evidence":null},"supersedes":null,"metadata":{}}' AS BLOB));
INSERT INTO documents VALUES ('ferry-3', 'deb872811c9c08940b4a620c3dfcf2e0091f9d07f0c7a2eabe19a13c258145f2', NULL, NULL, CAST('{"id":"ferry-3","sha256":"deb872811c9c08940b4a620c3dfcf2e0091f9d07f0c7a2eabe19a13c258145f2","text":"Norland ferry stuck on sandbank, steering failure suspected\nInvestigators boarded the ferry Astrid Voss on Monday, a day after she ran aground near Lindmar.\nCaptain Ulla Brandvik has said the steering failed. All 214 people aboard were brought ashore by lifeboats, the coast guard said.","blocks":[{"start":0,"end":59,"kind":"headline"},{"start":60,"end":156,"kind":"body"},{"start":157,"end":286,"kind":"body"}],"body_start":0,"language":null,"outlet":null,"agency":null,"agency_evidence":null,"title":null,"url":null,"published_at":{"value":null,"precision":"none","known_from":"none","evidence":null},"supersedes":null,"metadata":{}}' AS BLOB));
INSERT INTO documents VALUES ('quake-1', 'faed88dcbd9de8dae6b40b3f8b3cb5ea0ff19ad0483ef1392d2238127dd62f15', '2031-05-06', NULL, CAST('{"id":"quake-1","sha256":"faed88dcbd9de8dae6b40b3f8b3cb5ea0ff19ad0483ef1392d2238127dd62f15","text":"Earthquake of magnitude 5.8 shakes Tarvos\nAn earthquake of magnitude 5.8 struck the province of Tarvos in eastern Belland on Tuesday, killing at least 17 people and damaging hundreds of houses, officials said.\nRescue workers searched the rubble for survivors in the town of Ommeny. Governor Piet Arlen declared an emergency.","blocks":[{"start":0,"end":41,"kind":"headline"},{"start":42,"end":209,"kind":"body"},{"start":210,"end":324,"kind":"body"}],"body_start":0,"language":null,"outlet":null,"agency":null,"agency_evidence":null,"title":null,"url":null,"published_at":{"value":"2031-05-06","precision":"day","known_from":"metadata","evidence":null},"supersedes":null,"metadata":{}}' AS BLOB));
INSERT INTO documents VALUES ('quake-2', '97be6e71ee5eca26dedb573b417e1ffe12aacb5cd89ff724fd6a87f1f4fa0604', '2031-05-06', NULL, CAST('{"id":"quake-2","sha256":"97be6e71ee5eca26dedb573b417e1ffe12aacb5cd89ff724fd6a87f1f4fa0604","text":"Earthquake of magnitude 6.1 shakes Sanqiri\nAn earthquake of magnitude 6.1 struck the island of Sanqiri in southern Orvania on Tuesday, killing at least 42 people and damaging hundreds of houses, officials said.\nRescue workers searched the rubble for survivors in the port of Dela Munte. Mayor Irina Costin declared an emergency.","blocks":[{"start":0,"end":42,"kind":"headline"},{"start":43,"end":210,"kind":"body"},{"start":211,"end":328,"kind":"body"}],"body_start":0,"language":null,"outlet":null,"agency":null,"agency_evidence":null,"title":null,"url":null,"published_at":{"value":"2031-05-06","precision":"day","known_from":"metadata","evidence":null},"supersedes":null,"metadata":{}}' AS BLOB));
INSERT INTO annotations VALUES ('ferry-1', 'a2325cb482645a20133e84f69951fd44294c309bc1eba4942f4dddd098a57bd6', 'maker', CAST('{"schema":"crosswire/annotations/1","id":"ferry-1","sha256":"a2325cb482645a20133e84f69951fd44294c309bc1eba4942f4dddd098a57bd6","text":"Ferry runs aground off Lindmar, 214 taken off\nLINDMAR, March 3 - The ferry Astrid Voss ran aground on a sandbank off the port of Lindmar on Sunday night with 214 people on board, the Norland coast guard said.\nLifeboats brought all passengers ashore by morning. Captain Ulla Brandvik told investigators that the steering had failed in heavy seas. Nobody was badly hurt.","body_start":0,"language":"en","outlet":null,"agency":null,"title":{"start":0,"end":5,"text":"Ferry"},"url":null,"published_at":{"value":null,"precision":"none","known_from":"none","evidence":null},"blocks":[],"sentences":[],"entities":[],"mentions":[],"attributions":[],"figures":[],"times":[],"places":[],"events":[],"clauses":[],"skipped":null}' AS BLOB));
INSERT INTO stories VALUES ('s1cc54bad8d', CAST('{"id":"s1cc54bad8d","documents":["ferry-1","ferry-2","ferry-3"],"members":[{"document":"ferry-1","story":"s1cc54bad8d","nearest":"ferry-2","score":0.42,"reasons":[{"feature":"words","value":0.503,"weight":0.41},{"feature":"headline and opening","value":0.4682,"weight":0.29},{"feature":"headline","value":0.0,"weight":0.13},{"feature":"names","value":0.8551,"weight":0.13},{"feature":"numbers","value":0.5506,"weight":0.04},{"feature":"more alike than counts","value":0.0552,"weight":-1.0},{"feature":"days apart","value":0.0,"weight":-0.25},{"feature":"crowd","value":0.0,"weight":-1.0}]},{"document":"ferry-2","story":"s1cc54bad8d","nearest":"ferry-1","score":0.42,"reasons":[{"feature":"words","value":0.503,"weight":0.41},{"feature":"headline and opening","value":0.4682,"weight":0.29},{"feature":"headline","value":0.0,"weight":0.13},{"feature":"names","value":0.8551,"weight":0.13},{"feature":"numbers","value":0.5506,"weight":0.04},{"feature":"more alike than counts","value":0.0552,"weight":-1.0},{"feature":"days apart","value":0.0,"weight":-0.25},{"feature":"crowd","value":0.0,"weight":-1.0}]},{"document":"ferry-3","story":"s1cc54bad8d","nearest":"ferry-1","score":0.42,"reasons":[{"feature":"words","value":0.6672,"weight":0.41},{"feature":"headline and opening","value":0.5758,"weight":0.29},{"feature":"headline","value":0.1225,"weight":0.13},{"feature":"names","value":0.8451,"weight":0.13},{"feature":"numbers","value":1.0,"weight":0.04},{"feature":"more alike than counts","value":0.1863,"weight":-1.0},{"feature":"days apart","value":0.0,"weight":-0.25},{"feature":"crowd","value":0.0,"weight":-1.0}]}]}' AS BLOB));
INSERT INTO stories VALUES ('s88a3cf630f', CAST('{"id":"s88a3cf630f","documents":["quake-1"],"members":[{"document":"quake-1","story":"s88a3cf630f","nearest":null,"score":1.0,"reasons":[]}]}' AS BLOB));
INSERT INTO stories VALUES ('sb485e31ef8', CAST('{"id":"sb485e31ef8","documents":["quake-2"],"members":[{"document":"quake-2","story":"sb485e31ef8","nearest":null,"score":1.0,"reasons":[]}]}' AS BLOB));
INSERT INTO former_stories VALUES ('s0000000000', 's1cc54bad8d');
INSERT INTO former_stories VALUES ('s0000000001', 's0000000000');
INSERT INTO words (rowid, id, body) VALUES (1510853253537285475, 'quake-2', 'Earthquake of magnitude 6.1 shakes Sanqiri
An earthquake of magnitude 6.1 struck the island of Sanqiri in southern Orvania on Tuesday, killing at least 42 people and damaging hundreds of houses, officials said.
Rescue workers searched the rubble for survivors in the port of Dela Munte. Mayor Irina Costin declared an emergency.');
INSERT INTO words (rowid, id, body) VALUES (1986542906163358082, 'ferry-2', 'Passengers rescued after Astrid Voss hits sandbank
More than 200 passengers spent the night in a school in Lindmar after their ferry, the Astrid Voss, struck a sandbank in a storm.
The coast guard of Norland said lifeboats had taken off 214 people. The ship''s captain, Ulla Brandvik, blamed a failure of the steering.');
INSERT INTO words (rowid, id, body) VALUES (2978271412459092794, 'quake-1', 'Earthquake of magnitude 5.8 shakes Tarvos
An earthquake of magnitude 5.8 struck the province of Tarvos in eastern Belland on Tuesday, killing at least 17 people and damaging hundreds of houses, officials said.
Rescue workers searched the rubble for survivors in the town of Ommeny. Governor Piet Arlen declared an emergency.');
INSERT INTO words (rowid, id, body) VALUES (3785199673823795230, 'ferry-3', 'Norland ferry stuck on sandbank, steering failure suspected
Investigators boarded the ferry Astrid Voss on Monday, a day after she ran aground near Lindmar.
Captain Ulla Brandvik has said the steering failed. All 214 people aboard were brought ashore by lifeboats, the coast guard said.');
INSERT INTO words (rowid, id, body) VALUES (4014511659239841393, 'ferry-1', 'Ferry runs aground off Lindmar, 214 taken off
LINDMAR, March 3 - The ferry Astrid Voss ran aground on a sandbank off the port of Lindmar on Sunday night with 214 people on board, the Norland coast guard said.
Lifeboats brought all passengers ashore by morning. Captain Ulla Brandvik told investigators that the steering had failed in heavy seas. Nobody was badly hurt.');
COMMIT;
